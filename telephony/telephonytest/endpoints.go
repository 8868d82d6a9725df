package telephonytest

import (
	"encoding/json"
	"net/http"
	"strings"
)

func (a *Asterisk) listEndpoints(*http.Request) (int, any) {
	all := []object{{"technology": "PJSIP", "resource": "line", "state": "offline", "channel_ids": []string{}}}
	for key := range a.objects {
		id, ok := strings.CutPrefix(key, "endpoint/")
		if !ok {
			continue
		}
		state := "offline"
		if a.phones[id] != nil {
			state = "online"
		}
		all = append(all, object{"technology": "PJSIP", "resource": id, "state": state, "channel_ids": []string{}})
	}
	return http.StatusOK, all
}

type field struct {
	Attribute string `json:"attribute"`
	Value     string `json:"value"`
}

func key(r *http.Request) string { return r.PathValue("kind") + "/" + r.PathValue("id") }

func (a *Asterisk) readObject(r *http.Request) (int, any) {
	found, ok := a.objects[key(r)]
	if !ok {
		return http.StatusNotFound, errorText("Object not found")
	}
	fields := []field{}
	for name, value := range found {
		fields = append(fields, field{name, value})
	}
	return http.StatusOK, fields
}

func (a *Asterisk) writeObject(r *http.Request) (int, any) {
	var body struct{ Fields []field }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return http.StatusBadRequest, errorText(err.Error())
	}
	written := make(map[string]string)
	for _, f := range body.Fields {
		written[f.Attribute] = f.Value
	}
	a.objects[key(r)] = written
	return http.StatusOK, body.Fields
}

func (a *Asterisk) removeObject(r *http.Request) (int, any) {
	if _, ok := a.objects[key(r)]; !ok {
		return http.StatusNotFound, errorText("Object not found")
	}
	delete(a.objects, key(r))
	return http.StatusNoContent, nil
}
