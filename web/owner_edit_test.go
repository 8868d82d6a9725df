package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/store"
)

// sent is a file as a page sends it back.
func sent(t *testing.T, f ownerFile) string {
	t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var lilei = queue.Party{Number: "+8613800001234"}

func TestAgentsOpenFilesOfTheirCallOnly(t *testing.T) {
	h := newHouse(t, nil)
	anna, boss := h.as("1001", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	for _, path := range []string{"/api/owners/1", "/api/owners/1?call=live", "/api/owners/1/history?call=live"} {
		h.call("GET", path, anna).wantCode(http.StatusForbidden, codeForbidden)
	}
	h.talk("1001", "live", lilei, "1")
	got := body[ownerFile](h.call("GET", "/api/owners/1?call=live", anna).want(http.StatusOK))
	if got.Name != "李雷" || got.Version != 1 || got.Private != nil || got.Units[0].Arrears != nil || got.Phones[0].Masked != "138****1234" {
		t.Errorf("the agent sees %+v", got)
	}
	for _, path := range []string{"/api/owners/1?call=other", "/api/owners/1", "/api/owners/2?call=live"} {
		h.call("GET", path, anna).wantCode(http.StatusForbidden, codeForbidden)
	}
	whole := h.call("GET", "/api/owners/1", boss).want(http.StatusOK)
	if got := body[ownerFile](whole); got.Private == nil || got.Private.Birthday != "05-01" || !*got.Units[0].Arrears {
		t.Errorf("the supervisor sees %+v", got)
	}
	if strings.Contains(whole.text, "13800001234") {
		t.Errorf("a number in clear: %s", whole.text)
	}
	h.call("GET", "/api/owners/99", boss).wantCode(http.StatusNotFound, codeNotFound)
	if got := strings.Join(h.trail(), ", "); got != "1001 owner.view, boss owner.view, boss owner.view" {
		t.Errorf("audited %q", got)
	}
	h.set(func() { h.auditErr = errors.New("redis is away") })
	h.call("GET", "/api/owners/1", boss).want(http.StatusInternalServerError)
}

// TestEditingKeepsWhatThePageDoesNotKnow sends a file back with a new number
// and another name: full numbers, birthday and arrears stay.
func TestEditingKeepsWhatThePageDoesNotKnow(t *testing.T) {
	h := newHouse(t, nil)
	anna := h.as("1001", store.RoleAgent)
	h.talk("1001", "live", lilei, "1")
	file := body[ownerFile](h.call("GET", "/api/owners/1?call=live", anna))
	file.Name, file.OptOut.Marketing = "李雷雷", true
	file.Phones = append(file.Phones, phoneFile{Number: "021-5566 7788", Kind: owner.PhoneWork})
	file.Units = append(file.Units, unitFile{Project: "滨江", Building: "3栋", Room: "1201"})
	file.Private = &privateFile{Birthday: "12-24"} // not the agent's business
	arrears := false
	file.Units[0].Arrears = &arrears
	saved := body[ownerFile](h.call("PUT", "/api/owners/1?call=live", anna, sent(t, file)).want(http.StatusOK))
	if saved.Version != 2 || saved.UpdatedBy != "1001" || len(saved.Phones) != 2 || saved.Phones[1].Masked != "021****7788" {
		t.Errorf("saved %+v", saved)
	}
	o, err := h.owners.Get(t.Context(), "1")
	if err != nil || o.Birthday != "05-01" || !o.Units[0].FeeArrears || o.Phones[0].Number != "+8613800001234" || o.OptOut.At.IsZero() || len(o.Units) != 2 {
		t.Errorf("stored %+v, %v", o, err)
	}
	if !slices.Equal(h.changed, []owner.ID{"1"}) {
		t.Errorf("desktops were told of %v", h.changed)
	}
	h.call("PUT", "/api/owners/1?call=live", anna, sent(t, file), "Accept-Language: en").wantCode(http.StatusConflict, codeConflict)
}

func TestSupervisorsEditEverything(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	file := body[ownerFile](h.call("GET", "/api/owners/1", boss))
	file.Private.Birthday, file.Private.Budget = "12-24", "800万"
	*file.Units[0].Arrears = false
	h.call("PUT", "/api/owners/1", boss, sent(t, file)).want(http.StatusOK)
	o, err := h.owners.Get(t.Context(), "1")
	if err != nil || o.Birthday != "12-24" || o.Needs.Budget != "800万" || o.Units[0].FeeArrears {
		t.Errorf("stored %+v, %v", o, err)
	}
	history := h.call("GET", "/api/owners/1/history", boss).want(http.StatusOK)
	if !strings.Contains(history.text, `"birthday"`) {
		t.Errorf("the history is %s", history.text)
	}
	anna := h.as("1001", store.RoleAgent)
	h.talk("1001", "live", lilei, "1")
	if a := h.call("GET", "/api/owners/1/history?call=live", anna).want(http.StatusOK); strings.Contains(a.text, "birthday") || strings.Contains(a.text, "budget") {
		t.Errorf("an agent sees the history of %s", a.text)
	}
}

func TestHistoryMasksNumbers(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	file := body[ownerFile](h.call("GET", "/api/owners/1", boss))
	file.Phones = []phoneFile{{Number: "13900005678"}, {Number: "02155667788"}}
	file.Units[0].HandoverAt = "2024-06-30"
	h.call("PUT", "/api/owners/1", boss, sent(t, file)).want(http.StatusOK)
	a := h.call("GET", "/api/owners/1/history", boss).want(http.StatusOK)
	for _, secret := range []string{"13800001234", "13900005678", "55667788"} {
		if strings.Contains(a.text, secret) {
			t.Errorf("the history shows %s: %s", secret, a.text)
		}
	}
	for _, want := range []string{"138****1234", "139****5678", "021****7788", "2024-06-30", `"by":"boss"`} {
		if !strings.Contains(a.text, want) {
			t.Errorf("the history lacks %s: %s", want, a.text)
		}
	}
}

func TestBadFilesAreExplained(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	good := body[ownerFile](h.call("GET", "/api/owners/1", boss))
	index := 7
	for name, tc := range map[string]struct {
		change func(*ownerFile)
		field  string
		zh     string
	}{
		"no name":      {func(f *ownerFile) { f.Name = "  " }, "body.name", "不能为空"},
		"bad number":   {func(f *ownerFile) { f.Phones[0] = phoneFile{Number: "12"} }, "body.phones[0].number", "电话号码"},
		"bad birthday": {func(f *ownerFile) { f.Private.Birthday = "5月" }, "body.private.birthday", "05-01"},
		"bad date":     {func(f *ownerFile) { f.Units[0].HandoverAt = "bald" }, "body.units[0].handover_at", "日期"},
		"no such unit": {func(f *ownerFile) { f.Units[0].Index = &index }, "body.units[0].index", "重新打开"},
		"bad mail":     {func(f *ownerFile) { f.Email = "x" }, "body.email", "邮箱"},
	} {
		file := good
		file.Phones, file.Units = slices.Clone(good.Phones), slices.Clone(good.Units)
		private := *good.Private
		file.Private = &private
		tc.change(&file)
		p := body[problem](h.call("PUT", "/api/owners/1", boss, sent(t, file), "Accept-Language: zh-CN").wantCode(http.StatusUnprocessableEntity, codeBadRequest))
		if len(p.Fields) != 1 || p.Fields[0].Field != tc.field || !strings.Contains(p.Fields[0].Message, tc.zh) {
			t.Errorf("%s: blamed on %+v, want %s with %s", name, p.Fields, tc.field, tc.zh)
		}
	}
}

func TestQuickCreate(t *testing.T) {
	h := newHouse(t, nil)
	anna, boss := h.as("1001", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	wish := `{"name":"新客户","salutation":"女士","relation":"tenant","unit":{"project":"滨江","building":"3栋","room":"1201"}}`
	h.call("POST", "/api/owners", anna, wish).wantCode(http.StatusForbidden, codeForbidden)
	h.talk("1001", "live", queue.Party{Number: "+8613700001111"})
	first := body[ownerFile](h.call("POST", "/api/owners?call=live", anna, wish).want(http.StatusCreated))
	again := body[ownerFile](h.call("POST", "/api/owners?call=live", anna, wish).want(http.StatusCreated))
	if first.ID != again.ID || first.Phones[0].Masked != "137****1111" || first.Relation != owner.RelationTenant || first.Units[0].Room != "1201" {
		t.Errorf("made %+v, then %+v", first, again)
	}
	if !slices.Contains(h.Owners("live"), first.ID) {
		t.Errorf("the call shows %v", h.Owners("live"))
	}
	h.call("GET", "/api/owners/"+string(first.ID)+"?call=live", anna).want(http.StatusOK)
	h.talk("1001", "dark", queue.Party{Match: queue.Withheld})
	p := body[problem](h.call("POST", "/api/owners?call=dark", anna, wish).wantCode(http.StatusUnprocessableEntity, codeBadRequest))
	if len(p.Fields) != 1 || p.Fields[0].Field != "body.number" {
		t.Errorf("a withheld number is blamed on %+v", p.Fields)
	}
	h.call("POST", "/api/owners", boss, `{"name":"x","number":"no"}`).wantCode(http.StatusUnprocessableEntity, codeBadRequest)
	h.call("POST", "/api/owners", boss, `{"name":"x","number":"13700002222"}`).want(http.StatusCreated)
}

func TestFindAndPick(t *testing.T) {
	h := newHouse(t, nil)
	anna, boss := h.as("1001", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	names := func(a *answer) string {
		var out []string
		for _, o := range body[struct{ Owners []ownerView }](a.want(http.StatusOK)).Owners {
			out = append(out, o.Name)
		}
		return strings.Join(out, " ")
	}
	h.call("GET", "/api/owners/search?unit=1-101", anna).wantCode(http.StatusForbidden, codeForbidden)
	h.talk("1001", "live", queue.Party{Number: "+8613700001111"})
	for query, want := range map[string]string{
		"unit=1-101": "李雷", "unit=1%E6%A0%8B101": "李雷", "unit=2-101": "", "number=13800001234": "李雷", "unit=1-101&name=%E9%9F%A9": "",
	} {
		if got := names(h.call("GET", "/api/owners/search?call=live&"+query, anna)); got != want {
			t.Errorf("%s found %q, want %q", query, got, want)
		}
	}
	for _, vague := range []string{"name=%E6%9D%8E", "unit=101", "number=1234", ""} {
		h.call("GET", "/api/owners/search?call=live&"+vague, anna).wantCode(http.StatusUnprocessableEntity, codeBadRequest)
	}
	if got := names(h.call("GET", "/api/owners/search?name=%E6%9D%8E", boss)); got != "李雷" {
		t.Errorf("the supervisor found %q", got)
	}
	h.call("GET", "/api/owners/search", boss).wantCode(http.StatusUnprocessableEntity, codeBadRequest)

	h.call("POST", "/api/calls/other/owner-card", anna, `{"owner":"1"}`).wantCode(http.StatusForbidden, codeForbidden)
	h.call("POST", "/api/calls/live/owner-card", anna, `{"owner":"99"}`).wantCode(http.StatusNotFound, codeNotFound)
	if got := body[ownerView](h.call("POST", "/api/calls/live/owner-card", anna, `{"owner":"1"}`).want(http.StatusOK)); got.Name != "李雷" {
		t.Errorf("picked %+v", got)
	}
	h.call("GET", "/api/owners/1?call=live", anna).want(http.StatusOK)
	h.set(func() { h.reply = queue.ErrNoCall })
	h.call("POST", "/api/calls/live/owner-card", anna, `{"owner":"1"}`).wantCode(http.StatusConflict, codeRefused)
	if got := strings.Join(h.trail(), ", "); strings.Contains(got, "13800001234") {
		t.Errorf("the audit has the number: %s", got)
	}
}

// TestSearchesAreAuditedWithoutNumbers looks at the subject as well.
func TestSearchesAreAuditedWithoutNumbers(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	h.call("GET", "/api/owners/search?number=13800001234&name=%E6%9D%8E", boss).want(http.StatusOK)
	entries, err := h.store.AuditTrail(t.Context(), 10)
	if err != nil || len(entries) != 1 || entries[0].Subject != "name=李 number=138****1234" {
		t.Errorf("audited %+v, %v", entries, err)
	}
}
