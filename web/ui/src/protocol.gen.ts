// Generated from ws/protocol.go by go generate ./ws. Do not edit.

export const PROTOCOL = 1;

export interface ServerMessages {
  "snapshot": Snapshot;
  "center": Center;
  "agent": AgentState;
  "team": Team;
  "queue": QueueState;
  "pop": Pop;
  "pop.update": Pop;
  "pop.end": PopEnd;
  "help": Help;
  "tasks": Tasks;
  "line": Line;
  "emergencies": Emergencies;
  "incidents": Incidents;
  "ok": OK;
  "error": Refusal;
}

export interface ClientRequests {
  "ping": undefined;
  "state.set": StateSet;
  "wrapup.save": WrapUpSave;
  "owner.choose": OwnerChoose;
  "call.hangup": CallRef;
  "call.hold": CallHold;
  "call.swap": CallRef;
  "call.conference": CallRef;
  "call.mute": CallSwitch;
  "call.digits": CallDigits;
  "call.pause": CallSwitch;
  "call.consult": CallTransfer;
  "call.transfer": CallTransfer;
  "call.complete": CallRef;
  "call.drop": CallRef;
  "call.survey": CallRef;
  "call.help": CallHelp;
  "call.dial": CallDial;
  "phone.back": PhoneBack;
  "device.set": Device;
  "wrapup.extend": CallRef;
  "help.take": CallRef;
  "break.decide": BreakDecide;
  "call.move_up": CallMoveUp;
  "call.move_queue": CallMoveQueue;
  "call.give": CallGive;
  "callback.cancel": CallRef;
  "callback.now": CallRef;
  "agent.queues": AgentQueues;
  "incident.set": IncidentSet;
  "incident.clear": IncidentPlace;
}

export interface ServerFrame<T extends keyof ServerMessages = keyof ServerMessages> {
  type: T;
  id?: string;
  seq?: number;
  data: ServerMessages[T];
}

export interface ClientFrame<T extends keyof ClientRequests = keyof ClientRequests> {
  type: T;
  id: string;
  data?: ClientRequests[T];
}

/** Snapshot is all that the desktop shows. */
export interface Snapshot {
  protocol: number; // the version of the protocol
  server_time: string;
  me: Me;
  center: Center;
  agents: AgentState[]; // every agent for a supervisor, else empty
  team: TeamMate[]; // who shares a queue with the agent, the agent included; empty over 200 or without an agent
  queues: QueueState[]; // the agent's own; all for a supervisor
  pop?: Pop;
  help: Help; // for supervisors
  tasks: Tasks; // of the agent
  lines: Line[]; // for supervisors, as what follows
  emergencies: Emergencies;
  incidents: Incidents;
}

/** Center is what the desktop needs of the centre's configuration. */
export interface Center {
  name: string;
  breaks: BreakReason[];
  categories: Category[];
  queues: QueueInfo[];
  ring_on_s: number; // the country's ringing: so long a tone,
  ring_off_s: number; // and so long a pause; together one ring
  departments: Department[];
  transfer_reasons: TransferReason[];
  purposes: Purpose[];
  targets: Targets;
}

/** AgentState is an agent with its live state. */
export interface AgentState {
  id: string;
  name: string;
  work_no: string;
  queues: string[];
  usual?: string[]; // the configured queues while a supervisor has changed them
  state: State;
  doing?: Doing; // more than the state says
  reason?: string; // code of a break, or why not responding
  since?: string;
  next?: State; // takes effect when the call ends
  next_reason?: string;
  wrap_up_by?: string; // wrap-up ends by itself
  phone: boolean; // the telephone that the agent uses can be reached
  device: Device; // that telephone
  asked?: string; // a break that waits for a supervisor's approval
  asked_at?: string;
  desktop: boolean; // a desktop is connected
  call?: string; // reserved for, talking to or wrapping up
}

/** Team carries those of the team whose state changed, the agent included: all who serve the same queues get the same frame. */
export interface Team {
  agents: TeamMate[];
}

/** QueueState is a queue's live figures; the counts are of Day. */
export interface QueueState {
  id: string;
  name: string;
  day: string;
  waiting: number;
  oldest?: string; // entry of the longest waiting call
  service_level?: number; // 0 to 1: A_T / (A + Ab - S); missing while nothing was counted
  threshold_s: number;
  estimate_s: number; // wait of a caller who comes now; 0 unknown
  offered: number;
  answered: number;
  answered_in: number; // within the threshold
  abandoned: number; // short ones included
  abandoned_in: number;
  short: number;
  overflowed: number; // left another way, and nobody answered here
  promised: number; // calls promised and not made yet
  late_now: number; // waiting past the threshold
  asked: number; // customers asked for their opinion
  rated: number; // of those, who gave it
  satisfied: number; // of those, who were satisfied
  ready: number; // agents of the queue by state
  talking: number; // reserved ones included
  wrap_up: number;
  away: number; // on break or not responding
  signed_in: number; // all but signed out
}

/** Pop is the screen-pop: everything about the call the agent is bound to. Timers are absolute server times; reckon with Snapshot.ServerTime. */
export interface Pop {
  call: string;
  phase: PopPhase;
  caller: Caller;
  direction: Direction;
  for?: OfferKind; // why the phone rings or rang: empty for a caller of the queue
  from?: TeamMate; // who consults or transfers
  from_reason?: string; // and why, in words
  auto_answer?: boolean; // the phone shall answer by itself
  purpose?: string; // of an outbound call
  task?: string; // that the call is for
  urgent?: UrgentWhy; // an emergency, and how it came into that lane
  consulted?: boolean; // this agent is the third party: no hold, transfer or wrap-up
  muted?: boolean; // the agent is not heard
  phone_hold?: boolean; // the customer was put on hold at the telephone
  paused?: boolean; // the recording is
  lost_since?: string; // the page's phone is away; the customer hears music
  lost_by?: string; // then the customer goes back to the queue
  wrap_up_until?: string; // wrap-up cannot be extended beyond
  survey?: boolean; // the customer may be asked for an opinion
  third?: Third;
  help?: string; // text of the call for help
  help_by?: string; // the supervisor who has taken it
  hotline: string; // the number dialled
  hotline_name: string;
  project: string;
  queue: string;
  queue_name: string;
  recorded: boolean; // the conversation is, or will be, recorded
  arrived_at?: string;
  queued_at?: string; // waiting time counts from here
  offered_at?: string;
  ring_by?: string; // the phone rings until then
  answered_at?: string;
  connected_at?: string;
  held_since?: string;
  ended_at?: string;
  wrap_up_by?: string;
  ended_by?: Class;
  end_reason?: string;
  wrap?: WrapUp; // as last saved, so that a reload shows it
  script: Script[];
  recent: RecentCall[]; // the caller's last calls, newest first
  recent_loaded: boolean; // Recent has been looked up
}

/** PopEnd takes the pop away: the offer ended without an answer (Result), or wrap-up is over (Result is answered). */
export interface PopEnd {
  call: string;
  result: OfferResult;
}

/** Help lists who asks for help now, the longest waiting first. */
export interface Help {
  asked: HelpAsked[];
}

/** Tasks counts the agent's open promises and call-backs; the list itself is GET /api/tasks, to be loaded again when Version changes. */
export interface Tasks {
  version: number;
  open: number;
  overdue: number;
  next_due?: string; // of those that are not overdue
}

/** Line is a queue's callers in the order in which they are served: the first of them, since thousands may wait. Then come those on another way: in a menu, on duty, leaving a message; and promised calls that rest, between two attempts or while the hotline is closed. */
export interface Line {
  queue: string;
  total: number; // who stand in line, shown or not
  beside: number; // who are on another way, shown or not
  order: string[]; // whom the line shows
  shown: number; // so many of Order stand in line, the first of which is next; the others are on another way
  rows: Waiting[]; // those of Order that are new or have changed; in a snapshot all
}

/** Emergencies are the urgent calls that nobody has answered yet, the longest waiting first, and for a while those whose caller gave up. */
export interface Emergencies {
  calls: Emergency[];
}

/** Incidents are the notices that are on, and the buildings with a surge. */
export interface Incidents {
  active: Incident[];
  proposed: Proposal[];
}

/** OK answers a request that was done. */
export interface OK {
  server_time: string;
}

/** Refusal answers a request that was refused or failed. Message is a sentence for the user in the browser's language. Temporary means that the same request may succeed later. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  temporary: boolean;
}

/** StateSet asks for ready, break or signed_out. During a call it is noted and takes effect at the call's end (AgentState.Next). */
export interface StateSet {
  state: State;
  reason?: string; // needed for a break
}

/** WrapUpSave registers the call; Done also ends wrap-up and needs all required fields. Without Done it is a draft, which the server keeps so that a reload or a transfer loses nothing. It may be sent while the call lasts, and again: the last one counts. */
export interface WrapUpSave extends WrapUp {
  call: string;
  done: boolean;
}

/** OwnerChoose says who calls and about which unit (a Unit's Ref, may be empty). */
export interface OwnerChoose {
  call: string;
  owner: string;
  unit?: string;
}

/** CallRef names the call that a request is about. */
export interface CallRef {
  call: string;
}

/** CallHold puts one side of the call on hold or takes it back. */
export interface CallHold {
  call: string;
  side: Side;
  on: boolean;
}

/** CallSwitch switches something about the call on or off. */
export interface CallSwitch {
  call: string;
  on: boolean;
}

/** CallDigits sends keys to whom the agent talks to. */
export interface CallDigits {
  call: string;
  digits: string; // 0-9, * and #, at most 32
}

/** CallTransfer names whom to consult or transfer the call to, and why. */
export interface CallTransfer {
  call: string;
  to: Target;
  reason: string; // a code of Center.TransferReasons, or words
}

/** CallHelp asks a supervisor for help; an empty text withdraws it. */
export interface CallHelp {
  call: string;
  text: string;
}

/** CallDial calls a customer: the agent's phone first, then the number. A masked number cannot be dialled: give the row's call or the task instead, and the server knows the number. */
export interface CallDial {
  number?: string; // any written form
  call?: string; // call back the customer of this row of the register
  task?: string; // that the call is for
  owner?: string;
  unit?: string;
  purpose: string; // a code of Center.Purposes
}

/** PhoneBack says that the page's phone is registered (again) while the agent has a call. Alive means that it still has the call's session; if not, the phone is rung anew and shall answer at once. */
export interface PhoneBack {
  alive: boolean;
}

/** Device is the telephone that an agent uses. */
export interface Device {
  kind: DeviceKind;
  number?: string; // of kind number
}

/** BreakDecide grants or refuses the break that an agent asked for. */
export interface BreakDecide {
  agent: string;
  grant: boolean;
}

/** CallMoveUp moves a waiting call before the one ahead, or to the head. */
export interface CallMoveUp {
  call: string;
  head?: boolean;
}

/** CallMoveQueue moves a waiting call to another queue. */
export interface CallMoveQueue {
  call: string;
  queue: string;
}

/** CallGive lets a waiting call wait for one agent up to a limit. Without an agent whoever is able gets it again. */
export interface CallGive {
  call: string;
  agent?: string;
  limit_s?: number; // at most 1800
}

/** AgentQueues lets an agent serve a queue, or no longer, until signing out. */
export interface AgentQueues {
  agent: string;
  queue: string;
  in: boolean;
}

/** IncidentSet switches a notice on or changes it. */
export interface IncidentSet extends IncidentPlace {
  prompt: string;
  until?: string; // missing: until it is switched off
}

/** IncidentPlace is whose callers a notice is for. */
export interface IncidentPlace {
  project: string;
  building?: string;
}

/** Me is who the socket belongs to. Agent is missing when the user is no agent. */
export interface Me {
  user: string;
  role: string;
  agent?: AgentState;
}

/** TeamMate is one of the team as the others may see one. */
export interface TeamMate {
  id: string;
  name: string;
  work_no: string;
  state: State;
  reason?: string;
  since?: string;
}

/** BreakReason is a reason that may be given for a break. */
export interface BreakReason {
  code: string;
  name: string;
  approval?: boolean; // a supervisor must agree
}

/** Category of calls with its sub-categories. */
export interface Category {
  code: string;
  name: string;
  subs: string[];
  silent?: boolean; // Silent marks nuisance calls: neither summary nor result is needed.
}

/** QueueInfo is what the desktop needs of a queue's settings. */
export interface QueueInfo {
  id: string;
  name: string;
  wrap_up_s: number; // wrap-up ends by itself after this; 0: there is none
  ring_limit_s: number; // an agent's phone rings at most this long
  threshold_s: number; // of the service level
  record_calls: boolean;
  targets: Targets; // the centre's where the queue has none of its own
}

/** Department is an entry of the directory that calls are transferred to. */
export interface Department {
  code: string;
  name: string;
  note?: string; // such as its hours
}

/** TransferReason is a reason for a transfer. */
export interface TransferReason {
  code: string;
  name: string;
}

/** Purpose is a reason to call a customer. */
export interface Purpose {
  code: string;
  name: string;
  opt_out?: string; // the opt-out that forbids it: care_call, marketing, survey
}

/** Targets are the figures that the centre wants to reach, shares from 0 to 1 and means in seconds; missing: no target. The formulas are in docs/admin.md. */
export interface Targets {
  service_level?: number; // at least
  three_rings?: number; // at least
  answered?: number; // at least
  abandoned?: number; // at most
  satisfaction?: number; // at least
  resolved?: number; // at least
  answer_s?: number; // at most
  handle_s?: number; // at most
  reply_s?: number; // at most
}

export type State = "signed_out" | "ready" | "break" | "reserved" | "talking" | "wrap_up" | "not_responding";

/** Doing is what an agent's state does not say. */
export type Doing = "outbound" | "consult";

/** PopPhase is where the call of a pop stands for the agent. */
export type PopPhase = "offering" | "talking" | "ended" | "dialling" | "transferring";

/** Caller is who calls. */
export interface Caller {
  number: string; // Number is in full for the agent on the call, as the centre knows it; Raw is what the network sent. Both are empty when withheld.
  raw: string;
  masked: string; // 138****1234, for everywhere else on the screen
  match: Match; // empty while the look-up runs: a pop.update follows
  owner?: Card; // Owner is the person it is, once known or chosen; Unit the property the call is about. Choices is set while several owners share the number.
  unit?: string;
  choices?: Card[];
}

export type Direction = "in" | "out" | "internal";

export type OfferKind = "" | "transfer" | "return" | "consult" | "dialler" | "customer" | "back" | "duty" | "callback";

export type UrgentWhy = "line" | "key";

/** Third is the third party of a call, being rung or talked to. */
export interface Third {
  to: Target;
  name: string;
  kind: TransferKind;
  ringing?: boolean;
  held?: boolean;
  since?: string;
  conference?: boolean; // all three talk
  result?: TransferResult; // the last one ended so; there is none now
}

export type Class = "caller" | "agent" | "system" | "network";

/** WrapUp is what the agent registers of a call. */
export interface WrapUp {
  category: string;
  sub_category?: string;
  summary: string;
  resolved: boolean;
  unresolved_reason?: string; // needed unless resolved
  promised_reply_at?: string; // needed unless resolved
  must_keep: boolean;
  follow_up_at?: string; // call the customer again then
}

/** Script is a phrase for the agent to say. */
export interface Script {
  id: string; // of the prompts' manifest, such as agent.greet
  text: string;
}

/** RecentCall is an earlier call of the same caller. */
export interface RecentCall {
  call: string;
  at: string;
  outcome: Outcome;
  agent_name?: string;
  category?: string;
  sub_category?: string;
  summary?: string;
  resolved: boolean;
  promised_reply_at?: string; // an open promise
  survey?: number; // the customer's answer: 1 satisfied, 2 fair, 3 not satisfied
  urgent?: boolean; // in the emergency lane
}

export type OfferResult = "answered" | "no_answer" | "rejected" | "offline" | "caller_gone" | "failed" | "taken" | "preempted";

/** HelpAsked is an agent who asks for help. */
export interface HelpAsked {
  call: string;
  agent: string;
  agent_name: string;
  text: string;
  since: string;
  by?: string; // the supervisor who has taken it
}

/** Waiting is a caller whom nobody has answered yet, or who was promised a call. */
export interface Waiting {
  call: string;
  masked?: string; // empty when withheld
  match?: Match;
  owner?: string; // the name, if it is certain who calls
  home?: string; // the unit, or the building that all who it may be live in
  segment?: string;
  hotline: string; // its name
  phase: Phase;
  since: string; // of the phase
  queued_at?: string; // waiting time counts from here
  ringing?: string[]; // whose telephones ring for the caller
  priority_s?: number; // waiting time that the caller is spared,
  why?: string; // and for what
  stage?: number; // how often the search was widened
  wants?: string; // waits for this agent alone,
  wants_by?: string; // for this supervisor; empty: the agent had the last conversation
  wants_until?: string; // then all may have the call
  moved?: Move; // what a supervisor did last,
  moved_by?: string; // and who
  urgent_at?: string; // in the emergency lane since
  escalated_at?: string; // duty phones are rung as well since
  tries?: number; // of a promised call: attempts so far
  next_try?: string; // rests, and stands in line again then
  keep_until?: string; // then the promise becomes a task
}

/** Emergency is a call of the emergency lane. */
export interface Emergency {
  call: string;
  masked?: string;
  owner?: string;
  home?: string;
  hotline: string;
  project?: string; // of the hotline
  why: UrgentWhy;
  since: string;
  ringing?: string[];
  escalated_at?: string; // duty phones ring since
  gone_at?: string; // the caller gave up
}

/** Incident is a notice that callers from a place hear first. */
export interface Incident {
  project: string;
  building?: string; // empty: all of the project
  prompt: string;
  since: string;
  until?: string; // missing: until it is switched off
  by: string;
}

/** Proposal is a building from which so many people call that a notice may spare others the wait. */
export interface Proposal {
  project: string;
  building: string;
  callers: number; // different numbers within 10 minutes
  since: string;
}

export type Side = "customer" | "third";

/** Target is whom a call goes to. */
export interface Target {
  kind: TargetKind;
  id: string; // agent's or queue's id, department's code, or the number
}

export type DeviceKind = "phone" | "page" | "number";

export type Match = "" | "known" | "choice" | "unknown" | "withheld";

/** Card is an owner's file as far as the pop shows it. Relation, segment, opt-outs and levels are codes, which the page has the words for in each of its languages; all else is text of the file, shown as it is. */
export interface Card {
  id: string;
  name: string;
  salutation?: string; // such as 先生
  relation?: string; // owner, occupant, family, tenant, prospect
  segment?: string; // ordinary, loyal, valued, prospect, vip
  language_note?: string;
  units: Unit[];
  opt_outs?: string[]; // care_call, sms, marketing, survey
  alerts?: Alert[];
  complaints_12m?: number;
  repeat_complaint?: boolean;
}

export type TransferKind = "blind" | "attended" | "consult" | "conference";

export type TransferResult = "taken" | "returned" | "queued" | "cancelled" | "ended";

export type Outcome = "answered" | "abandoned_ring" | "abandoned_greeting" | "abandoned_queue" | "short" | "failed" | "no_answer" | "busy" | "cancelled" | "voicemail" | "after_hours" | "overflow" | "callback";

export type Phase = "arrived" | "ringing" | "greeting" | "waiting" | "offering" | "dialling" | "talking" | "transferring" | "outside" | "in_menu" | "on_duty" | "leaving_message" | "promised" | "calling_back" | "ended";

export type Move = "up" | "head" | "queue" | "agent" | "task" | "now";

export type TargetKind = "agent" | "queue" | "department" | "number";

/** Unit is a property of an owner. Ref is what owner.choose sends back. */
export interface Unit {
  ref: string; // project/building/room as the register writes it
  project: string;
  phase?: string;
  building?: string;
  room?: string;
  house_type?: string;
  ambassador?: string; // who looks after the customers of the building
  company?: string; // the property-management company
  handover_at?: string; // 2024-06-30
  status?: string;
  sounds_like?: string[]; // buildings of the project that are easily misheard: read back
  warranty?: Warranty[];
}

/** Alert is a remark that the agent must see. */
export interface Alert {
  text: string;
  level: string; // info, warn, danger
}

/** Warranty is an item under warranty until a day. */
export interface Warranty {
  item: string;
  until: string; // 2027-06-30
  over?: boolean;
}

export type ErrorCode = 100 | 101 | 102 | 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 209 | 210 | 211 | 212 | 213 | 214 | 215 | 216 | 217 | 218 | 219 | 220 | 221 | 222 | 223 | 224 | 225 | 226 | 227 | 228 | 229 | 230 | 231 | 232 | 233 | 234 | 235 | 236 | 237 | 238 | 239 | 240 | 241 | 300 | 301 | 302;

/** Close codes after which the client must not connect again: these, and all from 4500 to 4999. */
export const CLOSE_FINAL: readonly number[] = [4500, 4501, 4502, 1009];
export const CLOSE_SESSION_ENDED = 4500;
