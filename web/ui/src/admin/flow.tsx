/** The picture of where the callers of a hotline can go. */
import { Fragment, useMemo, type ReactNode } from 'react'
import type { Group } from './config'
import { useForm } from './form'
import { isGroup, spanWords } from './value'
import { flowOf, type Branch, type Flow as Picture, type Room, type Way, type When } from './ways'
import { titleOf, useAdminWords, wayWords } from './words'

export function Flow({ line }: { line: Group }) {
  const { say } = useAdminWords()
  const { document } = useForm()
  const picture = useMemo(() => flowOf(line, document), [line, document])
  const [own, ...others] = picture.rooms
  return (
    <section className="flow" aria-label={say('flow.title')}>
      <h4>{say('flow.title')}</h4>
      <div className="flow-lanes">
        <div className="flow-start">
          <strong>{titleOf(line, say)}</strong>
          <span className="num">{String(line['number'] ?? '')}</span>
        </div>
        <div className="flow-lane" data-open>
          <p className="flow-when">{picture.closed === null ? say('flow.always') : `${say('flow.open')} · ${titleOf(picture.schedule, say)}`}</p>
          <Answered picture={picture} />
          {picture.lane !== null && <LaneBox lane={picture.lane} />}
          {picture.lane === null && (own === undefined ? <Step tone="bad">{say('flow.noQueue')}</Step> : <RoomBox room={own} line={line} />)}
          {others.map((room) => <RoomBox key={String(room.queue['id'])} room={room} line={line} />)}
        </div>
        {picture.closed !== null && (
          <div className="flow-lane">
            <p className="flow-when">{say('flow.closed')}</p>
            <div className="flow-steps">
              <Step>{say('flow.prompt', { id: picture.closed.prompt })}{picture.closed.holiday !== '' && ` (${say('flow.holiday', { id: picture.closed.holiday })})`}</Step>
            </div>
            <Branches list={picture.closed.branches} end />
          </div>
        )}
      </div>
    </section>
  )
}

function Step({ children, tone }: { children: ReactNode; tone?: string }) {
  return <span className="flow-step" data-tone={tone}>{children}</span>
}

const To = () => <span className="flow-to" aria-hidden="true">→</span>

/** Answered is what happens from the first ring to the queue. */
function Answered({ picture: { line } }: { picture: Picture }) {
  const { say, lang } = useAdminWords()
  const urgent = line['emergency'] === true
  const after = urgent ? '0s' : String(line['answer_after'] ?? '0s')
  const time = spanWords(after, lang)
  return (
    <div className="flow-steps">
      {line['mode'] === 'agent-first' && !urgent ? (
        <Step>{say('flow.agent-first', { time })}</Step>
      ) : (
        <Step>{say('flow.greet-first', { when: after === '0s' ? say('flow.atOnce') : say('flow.after', { time }), prompt: String(line['greeting'] ?? '') || 'greet.main' })}</Step>
      )}
      {urgent && <To />}
      {urgent && <Step tone="bad">{say('flow.lane')}</Step>}
    </div>
  )
}

/** LaneBox is who is rung for an emergency: nothing leads out of it. */
function LaneBox({ lane }: { lane: NonNullable<Picture['lane']> }) {
  const { say, lang } = useAdminWords()
  return (
    <div className="flow-room">
      <ul className="flow-branches">
        <li>
          <span className="flow-if">{say('flow.ringsAll')}</span>
          <To />
          <Step tone={lane.agents === 0 ? 'bad' : 'good'}>{lane.agents === 0 ? say('uses.nobody') : say('flow.agents', { count: lane.agents })}</Step>
          <span className="quiet">{lane.queues.length === 0 ? say('flow.everyAgent') : lane.queues.map((one) => titleOf(one, say)).join('、')}</span>
        </li>
        {lane.duty !== undefined && (
          <li>
            <span className="flow-if">{say('flow.escalated', { time: spanWords(lane.escalate, lang) })}</span>
            <To />
            <Step>{say('exit.duty', { name: titleOf(lane.duty, say) })}</Step>
          </li>
        )}
      </ul>
    </div>
  )
}

function RoomBox({ room: { queue, agents, branches }, line }: { room: Room; line: Group }) {
  const { say } = useAdminWords()
  const survey = isGroup(queue['survey']) && queue['survey']['ask'] === true
  const closing = String(line['closing'] ?? '')
  return (
    <div className="flow-room">
      <p className="flow-room-name">
        <span className="quiet">{say('flow.queue')}</span> <strong>{titleOf(queue, say)}</strong>{' '}
        <span className={agents === 0 ? 'warn' : 'quiet'}>{agents === 0 ? say('uses.nobody') : say('flow.agents', { count: agents })}</span>
      </p>
      <ul className="flow-branches">
        <li>
          <span className="flow-if">{say('flow.answered')}</span>
          <To />
          {survey ? <Step tone="good">{say('flow.survey')}</Step> : closing !== '' ? <Step tone="good">{say('flow.closing')} {closing}</Step> : <Step tone="good">✓</Step>}
        </li>
        <BranchItems list={branches} end={false} />
        {branches.length === 0 && <li className="quiet">{say('flow.stays')}</li>}
      </ul>
    </div>
  )
}

function Branches({ list, end }: { list: Branch[]; end: boolean }) {
  return <ul className="flow-branches"><BranchItems list={list} end={end} /></ul>
}

/** BranchItems shows what may happen; after the last way out of an overflow or a closed hotline comes a polite end. */
function BranchItems({ list, end }: { list: Branch[]; end: boolean }) {
  const { say, lang } = useAdminWords()
  const { document } = useForm()
  const when = (one: When) =>
    one.kind === 'key' ? say('flow.key', { key: one.key }) : one.kind === 'full' ? say('flow.full', { count: one.count }) : one.kind === 'otherwise' ? say('flow.otherwise') : say(`flow.${one.kind}`, { time: spanWords(one.span, lang) })
  const closes = (ways: Way[], one: When) => (end || one.kind !== 'key') && ways.at(-1)?.kind !== 'goodbye'
  return list.map(({ when: one, ways }) => (
    <li key={one.kind === 'key' ? one.key : one.kind}>
      <span className="flow-if">{when(one)}</span>
      {ways.map((way) => (
        <Fragment key={`${way.kind} ${way.id}`}>
          <To />
          <Step>{wayWords(way, document, say)}</Step>
        </Fragment>
      ))}
      {closes(ways, one) && <To />}
      {closes(ways, one) && <Step tone="quiet">{say('way.end')}</Step>}
    </li>
  ))
}
