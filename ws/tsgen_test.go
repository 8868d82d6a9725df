package ws

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

//go:generate go test . -run TestTypeScript -update

var update = flag.Bool("update", false, "rewrite the generated TypeScript types")

var protocolFiles = []string{"protocol.go", "protocol_pop.go", "protocol_board.go"}

const generated = "../web/ui/src/protocol.gen.ts"

// TestTypeScript keeps the desktop's types in step with protocol.go.
func TestTypeScript(t *testing.T) {
	want := typeScript(t)
	if *update {
		if err := os.MkdirAll("../web/ui/src", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(generated, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(generated)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale: run go generate ./ws", generated)
	}
}

// fromServer and fromClient tell what data goes with which type of frame.
var (
	fromServer = []frameType{
		{TypeSnapshot, Snapshot{}},
		{TypeCenter, Center{}},
		{TypeAgent, AgentState{}},
		{TypeTeam, Team{}},
		{TypeQueue, QueueState{}},
		{TypePop, Pop{}},
		{TypePopUpdate, Pop{}},
		{TypePopEnd, PopEnd{}},
		{TypeHelp, Help{}},
		{TypeTasks, Tasks{}},
		{TypeLine, Line{}},
		{TypeEmergencies, Emergencies{}},
		{TypeIncidents, Incidents{}},
		{TypeOK, OK{}},
		{TypeError, Refusal{}},
	}
	fromClient = []frameType{
		{TypePing, nil},
		{TypeStateSet, StateSet{}},
		{TypeWrapUpSave, WrapUpSave{}},
		{TypeOwnerChoose, OwnerChoose{}},
		{TypeCallHangup, CallRef{}},
		{TypeCallHold, CallHold{}},
		{TypeCallSwap, CallRef{}},
		{TypeCallConference, CallRef{}},
		{TypeCallMute, CallSwitch{}},
		{TypeCallDigits, CallDigits{}},
		{TypeCallPause, CallSwitch{}},
		{TypeCallConsult, CallTransfer{}},
		{TypeCallTransfer, CallTransfer{}},
		{TypeCallComplete, CallRef{}},
		{TypeCallDrop, CallRef{}},
		{TypeCallSurvey, CallRef{}},
		{TypeCallHelp, CallHelp{}},
		{TypeCallDial, CallDial{}},
		{TypePhoneBack, PhoneBack{}},
		{TypeDeviceSet, Device{}},
		{TypeWrapUpExtend, CallRef{}},
		{TypeHelpTake, CallRef{}},
		{TypeBreakDecide, BreakDecide{}},
		{TypeCallMoveUp, CallMoveUp{}},
		{TypeCallMoveQueue, CallMoveQueue{}},
		{TypeCallGive, CallGive{}},
		{TypeCallbackCancel, CallRef{}},
		{TypeCallbackNow, CallRef{}},
		{TypeAgentQueues, AgentQueues{}},
		{TypeIncidentSet, IncidentSet{}},
		{TypeIncidentClear, IncidentPlace{}},
	}
)

type frameType struct {
	name string
	data any
}

// unions are the named strings with a closed set of values.
var unions = map[string][]string{
	"State":       words(agent.States),
	"PopPhase":    {string(PopOffering), string(PopTalking), string(PopEnded), string(PopDialling), string(PopTransferring)},
	"Match":       words([]queue.Match{queue.Unidentified, queue.Known, queue.Choice, queue.Unknown, queue.Withheld}),
	"Class":       words([]queue.Class{queue.ByCaller, queue.ByAgent, queue.BySystem, queue.ByNetwork}),
	"OfferResult": words([]queue.OfferResult{queue.OfferAnswered, queue.OfferNoAnswer, queue.OfferRejected, queue.OfferOffline, queue.OfferCaller, queue.OfferFailed, queue.OfferTaken, queue.OfferPulled}),
	"Outcome":     words(queue.Outcomes),

	"DeviceKind":     words([]agent.DeviceKind{agent.DeskPhone, agent.PagePhone, agent.OutsidePhone}),
	"Direction":      words([]queue.Direction{queue.Inbound, queue.Outbound, queue.Internal}),
	"OfferKind":      words([]queue.OfferKind{queue.ForQueue, queue.ForTransfer, queue.ForReturn, queue.ForConsult, queue.ForDialler, queue.ForCustomer, queue.ForBack, queue.ForDuty, queue.ForCallback}),
	"Phase":          words(queue.Phases),
	"Move":           words([]queue.Move{queue.MoveUp, queue.MoveHead, queue.MoveQueue, queue.MoveAgent, queue.MoveTask, queue.MoveNow}),
	"UrgentWhy":      words([]queue.UrgentWhy{queue.UrgentLine, queue.UrgentKey}),
	"Doing":          words([]Doing{DoingOutbound, DoingConsult}),
	"Side":           words([]queue.Side{queue.SideCustomer, queue.SideThird}),
	"TargetKind":     words([]queue.TargetKind{queue.ToAgent, queue.ToQueue, queue.ToDepartment, queue.ToNumber}),
	"TransferKind":   words([]queue.TransferKind{queue.Blind, queue.Attended, queue.Consulting, queue.Conferring}),
	"TransferResult": words([]queue.TransferResult{queue.TransferTaken, queue.TransferReturned, queue.TransferQueued, queue.TransferCancelled, queue.TransferEnded}),
}

func words[S ~string](values []S) []string {
	var out []string
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}

// generator writes every type once, in the order in which it is met.
type generator struct {
	bytes.Buffer
	docs map[string]string
	seen map[string]bool
	todo []reflect.Type
}

func typeScript(t *testing.T) []byte {
	t.Helper()
	g := &generator{docs: comments(t), seen: map[string]bool{}}
	g.WriteString("// Generated from ws/protocol.go by go generate ./ws. Do not edit.\n\n")
	fmt.Fprintf(g, "export const PROTOCOL = %d;\n\n", Protocol)
	g.frames("ServerMessages", fromServer)
	g.frames("ClientRequests", fromClient)
	g.WriteString("export interface ServerFrame<T extends keyof ServerMessages = keyof ServerMessages> {\n" +
		"  type: T;\n  id?: string;\n  seq?: number;\n  data: ServerMessages[T];\n}\n\n" +
		"export interface ClientFrame<T extends keyof ClientRequests = keyof ClientRequests> {\n" +
		"  type: T;\n  id: string;\n  data?: ClientRequests[T];\n}\n\n")
	for len(g.todo) > 0 {
		next := g.todo[0]
		g.todo = g.todo[1:]
		g.declare(next)
	}
	g.numbers("ErrorCode", errorCodes(t))
	codes := []CloseCode{CloseShutdown, CloseSlow, CloseSilent, CloseSessionEnded, CloseFlood, CloseNotText, CloseTooLarge}
	var final []string
	for _, c := range codes {
		if !c.Reconnect() {
			final = append(final, fmt.Sprint(int(c)))
		}
	}
	fmt.Fprintf(g, "/** Close codes after which the client must not connect again: these, and all from 4500 to 4999. */\n"+
		"export const CLOSE_FINAL: readonly number[] = [%s];\nexport const CLOSE_SESSION_ENDED = %d;\n", strings.Join(final, ", "), CloseSessionEnded)
	return g.Bytes()
}

func (g *generator) frames(name string, frames []frameType) {
	fmt.Fprintf(g, "export interface %s {\n", name)
	for _, f := range frames {
		data := "undefined"
		if f.data != nil {
			data = g.ref(reflect.TypeOf(f.data))
		}
		fmt.Fprintf(g, "  %q: %s;\n", f.name, data)
	}
	g.WriteString("}\n\n")
}

func (g *generator) numbers(name string, codes []ErrorCode) {
	var all []string
	for _, c := range codes {
		all = append(all, fmt.Sprint(int(c)))
	}
	fmt.Fprintf(g, "export type %s = %s;\n\n", name, strings.Join(all, " | "))
}

// errorCodes are the protocol's, in the order of their numbers.
func errorCodes(t *testing.T) []ErrorCode {
	t.Helper()
	text, err := os.ReadFile(protocolFiles[0])
	if err != nil {
		t.Fatal(err)
	}
	var codes []ErrorCode
	for _, found := range regexp.MustCompile(`(?m)^\tCode\w+ +ErrorCode = (\d+)`).FindAllSubmatch(text, -1) {
		code, _ := strconv.Atoi(string(found[1])) // digits
		codes = append(codes, ErrorCode(code))
	}
	if len(codes) < 30 {
		t.Fatalf("found only %d error codes in protocol.go", len(codes))
	}
	slices.Sort(codes)
	return codes
}

// ref names a type and makes sure that it is declared.
func (g *generator) ref(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "string"
	case t.Kind() == reflect.Pointer:
		return g.ref(t.Elem())
	case t.Kind() == reflect.Slice:
		return g.ref(t.Elem()) + "[]"
	case t.Kind() == reflect.Struct, t.Kind() == reflect.String && unions[t.Name()] != nil:
		if !g.seen[t.Name()] {
			g.seen[t.Name()] = true
			g.todo = append(g.todo, t)
		}
		return t.Name()
	case t == reflect.TypeFor[ErrorCode]():
		return t.Name()
	case t.Kind() == reflect.String:
		return "string"
	case t.Kind() == reflect.Bool:
		return "boolean"
	}
	return "number"
}

func (g *generator) declare(t reflect.Type) {
	if doc := g.docs[t.Name()]; doc != "" {
		fmt.Fprintf(g, "/** %s */\n", doc)
	}
	if t.Kind() == reflect.String {
		fmt.Fprintf(g, "export type %s = \"%s\";\n\n", t.Name(), strings.Join(unions[t.Name()], `" | "`))
		return
	}
	var fields bytes.Buffer
	extends := ""
	for f := range t.Fields() {
		if f.Anonymous {
			extends = " extends " + g.ref(f.Type)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if strings.HasPrefix(options, "omit") {
			name += "?"
		}
		doc := ""
		if text := g.docs[t.Name()+"."+f.Name]; text != "" {
			doc = " // " + text
		}
		fmt.Fprintf(&fields, "  %s: %s;%s\n", name, g.ref(f.Type), doc)
	}
	fmt.Fprintf(g, "export interface %s%s {\n%s}\n\n", t.Name(), extends, fields.String())
}

// comments maps types, and fields as Type.Field, to their comments.
func comments(t *testing.T) map[string]string {
	t.Helper()
	docs := map[string]string{}
	for _, name := range protocolFiles {
		commentsOf(t, name, docs)
	}
	return docs
}

func commentsOf(t *testing.T, name string, docs map[string]string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range file.Decls {
		types, ok := decl.(*ast.GenDecl)
		if !ok || types.Tok != token.TYPE {
			continue
		}
		for _, spec := range types.Specs {
			named := spec.(*ast.TypeSpec)
			docs[named.Name.Name] = oneLine(types.Doc)
			fields, ok := named.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, field := range fields.Fields.List {
				for _, name := range field.Names {
					docs[named.Name.Name+"."+name.Name] = strings.TrimSpace(oneLine(field.Doc) + " " + oneLine(field.Comment))
				}
			}
		}
	}
}

func oneLine(c *ast.CommentGroup) string {
	return strings.Join(strings.Fields(c.Text()), " ")
}
