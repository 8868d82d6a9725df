/** The State Council's yearly notice, pasted and read. */
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import { useMemo, useState } from 'react'
import { readNotice } from '../i18n/notice.zh'
import { SpanWords } from './calendar'
import type { Span } from './days'
import { useAdminWords } from './words'

interface Props {
  year: number
  onClose: () => void
  onTake: (spans: Span[]) => void
}

export function NoticeDialog({ year, onClose, onTake }: Props) {
  const { say } = useAdminWords()
  const [text, setText] = useState('')
  const { spans, unread, astray } = useMemo(() => readNotice(text, year), [text, year])
  return (
    <Modal open width={640} title={say('days.pasteTitle')} onCancel={onClose} okText={say('days.pasteTake')} cancelText={say('cancel')} okButtonProps={{ disabled: spans.length === 0 }} onOk={() => onTake(spans)}>
      <p className="quiet">{say('days.pasteHint', { year })}</p>
      <Input.TextArea autoFocus rows={7} aria-label={say('days.pasteTitle')} value={text} onChange={({ target }) => setText(target.value)} />
      <div aria-live="polite" className="cal-read">
        {spans.length > 0 && <p>{say('days.pasteRead', { count: spans.length })}</p>}
        {spans.length === 0 && text.trim() !== '' && <p className="warn">{say('days.pasteNothing')}</p>}
        <ul className="cal-spans">
          {spans.map((span, i) => <li key={i} data-kind={span.kind}><SpanWords span={span} year /> {span.name}</li>)}
        </ul>
        {unread.length > 0 && <p className="warn" role="alert">{say('days.pasteUnread', { parts: unread.join('、') })}</p>}
        {astray.length > 0 && <p className="bad" role="alert">{say('days.pasteAstray', { parts: astray.join('、') })}</p>}
      </div>
    </Modal>
  )
}
