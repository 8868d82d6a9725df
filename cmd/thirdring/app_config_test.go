package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"thirdring/queue"
	"thirdring/store"
	"thirdring/store/redistest"
	"thirdring/web"
)

// office is a web server whose configuration and users are real; the parts of
// calls are not there.
type office struct {
	t     *testing.T
	url   string
	store *store.Store
}

func newOffice(t *testing.T) *office {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Addr: redistest.Start(t), Site: "s1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	server, err := web.New(web.Options{
		Site: "s1", Accounts: accounts{db}, Board: board{&App{}}, Center: func() queue.Center { return queue.Center{} },
		Register: struct{ web.Register }{}, Tasks: struct{ web.Tasks }{}, Owners: struct{ web.Owners }{}, Cards: struct{ web.Cards }{},
		Audit: db, Health: func() web.Health { return web.Health{} }, Recordings: fstest.MapFS{},
		Socket:        func(http.ResponseWriter, *http.Request, web.Session) {},
		Configuration: configuration{db}, Users: users{db},
	})
	if err != nil {
		t.Fatal(err)
	}
	serving := httptest.NewServer(server.Handler())
	t.Cleanup(serving.Close)
	return &office{t: t, url: serving.URL, store: db}
}

// as signs a new user in and gives the cookie.
func (o *office) as(id string, role store.Role) string {
	o.t.Helper()
	u := store.User{ID: id, Name: "name of " + id, Role: role}
	if err := o.store.AddUser(o.t.Context(), u, "correct horse", ""); err != nil {
		o.t.Fatal(err)
	}
	token, err := o.store.NewSession(o.t.Context(), id, "127.0.0.1", "test")
	if err != nil {
		o.t.Fatal(err)
	}
	return token
}

type reply struct {
	status int
	text   string

	Version   int
	Changes   []web.ConfigChange
	Document  json.RawMessage
	Revisions []web.ConfigRevision
	Fields    []struct {
		Field, Message string
		Line           int
	}
	Newer     *web.ConfigRevision
	Message   string
	Users     []web.Account
	Password  string
	SIPSecret string `json:"sip_secret"`
}

// ask sends a request and checks the status.
func (o *office) ask(token, method, path, body string, status int, headers ...string) reply {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "thirdring_session", Value: token})
	r.Header.Set("Content-Type", "application/json")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	out := reply{status: res.StatusCode, text: string(text)}
	_ = json.Unmarshal(text, &out) // of a YAML file nothing is found
	if res.StatusCode != status {
		o.t.Fatalf("%s %s answered %d %s, want %d", method, path, res.StatusCode, text, status)
	}
	return out
}

// save is the body that changes a document by text.
func save(version int, document json.RawMessage, comment string, pairs ...string) string {
	text := strings.NewReplacer(pairs...).Replace(string(document))
	body, err := json.Marshal(map[string]any{"version": version, "comment": comment, "document": json.RawMessage(text)})
	if err != nil {
		return err.Error()
	}
	return string(body)
}

func TestConfigurationIsChangedByPages(t *testing.T) {
	o := newOffice(t)
	admin, supervisor, clerk := o.as("root", store.RoleAdmin), o.as("lead", store.RoleSupervisor), o.as("qa", store.RoleQA)

	first := o.ask(admin, "GET", "/api/config", "", 200)
	if first.Version != 0 || !strings.Contains(string(first.Document), `"ring_limit":"15s"`) {
		t.Fatalf("a new site shows %s", first.text)
	}
	o.ask(supervisor, "GET", "/api/config", "", 200)
	o.ask(clerk, "GET", "/api/config", "", 403)
	change := save(0, first.Document, "响铃更久", `"ring_limit":"15s"`, `"ring_limit":"20s"`)
	o.ask(supervisor, "PUT", "/api/config", change, 403)

	dry := o.ask(admin, "PUT", "/api/config?check=1", change, 200)
	if want := (web.ConfigChange{Path: "queues[service].ring_limit", Kind: "changed", Old: "15s", New: "20s"}); !slices.Equal(dry.Changes, []web.ConfigChange{want}) || dry.Version != 0 {
		t.Errorf("a dry run tells %s", dry.text)
	}
	if _, err := o.store.Current(t.Context()); err == nil {
		t.Error("a dry run changed something")
	}
	if saved := o.ask(admin, "PUT", "/api/config", change, 200); saved.Version != 1 || len(saved.Changes) != 1 {
		t.Errorf("saving tells %s", saved.text)
	}
	if d, err := o.store.Current(t.Context()); err != nil || d.Queues[0].RingLimit.String() != "20s" {
		t.Errorf("stored is %+v, %v", d.Queues, err)
	}
	now := o.ask(admin, "GET", "/api/config", "", 200)
	if !strings.Contains(now.text, `"by":"root"`) || !strings.Contains(now.text, `"comment":"响铃更久"`) {
		t.Errorf("the new version is %s", now.text)
	}

	o.ask(admin, "PUT", "/api/config", save(0, first.Document, "", "15s", "25s"), 409)
	o.ask(admin, "PUT", "/api/config", save(1, now.Document, "", `"wrap_up":"1m"`, `"wrap_up":"2m"`), 200)
	late := o.ask(admin, "PUT", "/api/config", save(1, now.Document, "", "20s", "25s"), 409)
	if late.Newer == nil || late.Newer.Version != 2 || late.Newer.By != "root" || len(late.Newer.Changes) != 1 || late.Newer.Changes[0].New != "2m" {
		t.Errorf("a conflict tells %s", late.text)
	}
	o.ask(admin, "PUT", "/api/config?check=1", save(0, first.Document, "", "15s", "25s"), 409)

	for _, c := range []struct{ language, want string }{{"zh-CN", "1 秒 超出范围,请填 3 秒 至 2 分"}, {"en", "1s is out of range: use 3s to 2m"}} {
		bad := o.ask(admin, "PUT", "/api/config?check=1", save(2, now.Document, "", `"ring_limit":"20s"`, `"ring_limit":"1s"`), 422, "Accept-Language: "+c.language)
		if len(bad.Fields) != 1 || bad.Fields[0].Field != "body.document.queues[0].ring_limit" || bad.Fields[0].Message != c.want {
			t.Errorf("in %s a refusal tells %s", c.language, bad.text)
		}
	}
}

func TestConfigurationHasAPast(t *testing.T) {
	o := newOffice(t)
	admin := o.as("root", store.RoleAdmin)
	document := o.ask(admin, "GET", "/api/config", "", 200).Document
	for version, limit := range []string{"16s", "17s", "18s"} {
		o.ask(admin, "PUT", "/api/config", save(version, document, limit, `"ring_limit":"15s"`, `"ring_limit":"`+limit+`"`), 200)
	}
	past := o.ask(admin, "GET", "/api/config/history?limit=2", "", 200).Revisions
	if len(past) != 2 || past[0].Version != 3 || past[0].Comment != "18s" || past[0].Changes[0].Old != "17s" {
		t.Errorf("the newest of the history: %+v", past)
	}
	if older := o.ask(admin, "GET", "/api/config/history?before=2", "", 200).Revisions; len(older) != 1 || older[0].Version != 1 {
		t.Errorf("before version 2: %+v", older)
	}
	if d := o.ask(admin, "GET", "/api/config/diff?from=1", "", 200).Changes; len(d) != 1 || d[0].Old != "16s" || d[0].New != "18s" {
		t.Errorf("from 1 until now: %+v", d)
	}
	o.ask(admin, "GET", "/api/config/diff?from=9", "", 404)
	if back := o.ask(admin, "POST", "/api/config/rollback", `{"version":3,"to":1}`, 200); back.Version != 4 || back.Changes[0].New != "16s" {
		t.Errorf("rolling back tells %s", back.text)
	}
	o.ask(admin, "POST", "/api/config/rollback", `{"version":3,"to":1}`, 409)

	file := o.ask(admin, "GET", "/api/config/export?version=2", "", 200).text
	if !strings.Contains(file, "ring_limit: 17s") {
		t.Errorf("version 2 is exported as %s", file)
	}
	const yaml = "Content-Type: application/yaml"
	if same := o.ask(admin, "POST", "/api/config/import?check=1&version=4", file, 200, yaml); len(same.Changes) != 1 || !strings.Contains(string(same.Document), "17s") {
		t.Errorf("the import would change %s", same.text)
	}
	bad := o.ask(admin, "POST", "/api/config/import?check=1&version=4", strings.Replace(file, "ring_limit", "ring_limt", 1), 422, yaml)
	if len(bad.Fields) != 1 || bad.Fields[0].Line == 0 || bad.Fields[0].Field != "queues[0].ring_limt" {
		t.Errorf("a slip in a file is told as %s", bad.text)
	}
	o.ask(admin, "POST", "/api/config/import?version=4&comment=file", file, 200, yaml)

	entries, err := o.store.AuditTrail(t.Context(), 1)
	if err != nil || len(entries) != 1 || entries[0].What != "config.import" || entries[0].Subject != "version 5" {
		t.Errorf("audited is %+v, %v", entries, err)
	}
}

// TestEveryFieldIsInTheSchema holds for fields that are added later as well.
func TestEveryFieldIsInTheSchema(t *testing.T) {
	o := newOffice(t)
	admin := o.as("root", store.RoleAdmin)
	type schema struct {
		Type, Format, Description string
		Properties                map[string]schema
		Items                     *schema
		Order                     []string `json:"x-order"`
	}
	var got schema
	if err := json.Unmarshal([]byte(o.ask(admin, "GET", "/api/config/schema", "", 200).text), &got); err != nil {
		t.Fatal(err)
	}
	var look func(path string, s schema)
	look = func(path string, s schema) {
		if len(s.Order) != len(s.Properties) {
			t.Errorf("%s: %d properties, but the order of %v", path, len(s.Properties), s.Order)
		}
		for name, p := range s.Properties {
			if p.Description == "" || p.Type == "" {
				t.Errorf("%s.%s: type %q, description %q", path, name, p.Type, p.Description)
			}
			look(path+"."+name, p)
		}
		if s.Items != nil {
			look(path+"[]", *s.Items)
		}
	}
	look("", got)
	if limit := got.Properties["queues"].Items.Properties["ring_limit"]; limit.Format != "duration" {
		t.Errorf("ring_limit is %+v", limit)
	}
	if api := o.ask(admin, "GET", "/api/openapi.json", "", 200).text; !strings.Contains(api, `"$ref":"#/components/schemas/CenterDocument"`) {
		t.Error("the API's description does not name the document's schema")
	}
}

var updateSchema = flag.Bool("update-schema", false, "write the document's schema where the pages' tests read it")

// TestPagesKnowTheSchema keeps the schema that the pages are tested with the one
// that a server answers with.
func TestPagesKnowTheSchema(t *testing.T) {
	const path = "../../web/ui/dev/config.json"
	o := newOffice(t)
	var served any
	if err := json.Unmarshal([]byte(o.ask(o.as("root", store.RoleAdmin), "GET", "/api/config/schema", "", 200).text), &served); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var kept struct {
		Document json.RawMessage `json:"document"`
		Schema   any             `json:"schema"`
	}
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(kept.Schema, served) {
		return
	}
	if !*updateSchema {
		t.Fatalf("%s has another schema than the server: run go test ./cmd/thirdring -run TestPagesKnowTheSchema -update-schema", path)
	}
	kept.Schema = served
	var out bytes.Buffer
	write := json.NewEncoder(&out)
	write.SetEscapeHTML(false)
	if err := write.Encode(kept); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestUsersAreChangedByPages(t *testing.T) {
	o := newOffice(t)
	admin, supervisor := o.as("root", store.RoleAdmin), o.as("lead", store.RoleSupervisor)
	o.ask(supervisor, "GET", "/api/users", "", 403)

	made := o.ask(admin, "POST", "/api/users", `{"id":"1001","name":"王芳","role":"agent"}`, 201)
	if len(made.Password) < 12 || made.SIPSecret == "" {
		t.Errorf("a new user is told %s", made.text)
	}
	if _, err := o.store.SignIn(t.Context(), "1001", made.Password, "127.0.0.1"); err != nil {
		t.Errorf("with the password that was told: %v", err)
	}
	for _, c := range []struct{ body, field, want string }{
		{`{"id":"1001","name":"x","role":"qa"}`, "body.id", "已有同名用户。"},
		{`{"id":"a b","name":"x","role":"qa"}`, "body.id", "登录名"},
		{`{"id":"x","name":" ","role":"qa"}`, "body.name", "请填写姓名"},
		{`{"id":"x","name":"x","role":"qa","password":"short"}`, "body.password", "密码太短,至少 8 位"},
		{`{"id":"x","name":"x","role":"agent","agent":"1001"}`, "body.agent", "该坐席已属于其他用户。"},
	} {
		bad := o.ask(admin, "POST", "/api/users", c.body, 422)
		if len(bad.Fields) != 1 || bad.Fields[0].Field != c.field || !strings.HasPrefix(bad.Fields[0].Message, c.want) {
			t.Errorf("%s is refused with %s", c.body, bad.text)
		}
	}
	list := o.ask(admin, "PUT", "/api/users/1001", `{"name":"王小芳","role":"supervisor","agent":"1001"}`, 200).Users
	if len(list) != 3 || list[0].Name != "王小芳" || list[0].Role != "supervisor" {
		t.Errorf("the users are %+v", list)
	}
	if again := o.ask(admin, "POST", "/api/users/1001/password", `{"password":"battery staple"}`, 200); again.Password != "" {
		t.Errorf("a password that was given is told again: %s", again.text)
	}
	if o.ask(admin, "POST", "/api/users/1001/phone", "", 200).SIPSecret == "" {
		t.Error("no secret for the phone")
	}
	o.ask(admin, "POST", "/api/users/lead/phone", "", 409)
	o.ask(admin, "POST", "/api/users/nobody/password", `{}`, 404)
	o.ask(admin, "POST", "/api/users/lead/disabled", `{"disabled":true}`, 200)
	o.ask(supervisor, "GET", "/api/config", "", 401)

	o.ask(admin, "POST", "/api/users/root/disabled", `{"disabled":true}`, 409)
	o.ask(admin, "PUT", "/api/users/root", `{"name":"x","role":"manager"}`, 409)
	o.ask(admin, "PUT", "/api/users/root", `{"name":"x","role":"admin"}`, 200)
}
