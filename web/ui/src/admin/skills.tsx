/** The skills that are in use: given another code everywhere at once, put together, or taken away. */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import { useEffect, useMemo, useState } from 'react'
import { useForm } from './form'
import { countsOf, renaming, usesOf } from './names'
import { Removal } from './removal'
import { pathWords, useAdminWords } from './words'

export function Skills({ onClose }: { onClose: () => void }) {
  const words = useAdminWords()
  const { say } = words
  const { document, schema, readOnly } = useForm()
  const [removed, setRemoved] = useState<string | null>(null)
  const skills = useMemo(() => countsOf(schema, document, 'skills').map(([skill]) => ({ skill, ...usesOf(schema, document, 'skills', skill) })), [schema, document])
  return (
    <Modal open width={640} title={say('skills.title')} footer={<Button onClick={onClose}>{say('close')}</Button>} onCancel={onClose}>
      <p className="quiet">{say('skills.hint')}</p>
      {skills.length === 0 && <p className="quiet">{say('list.empty')}</p>}
      <ul className="skills">
        {skills.map(({ skill, paths, agents }) => (
          <li key={skill}>
            <SkillName skill={skill} taken={skills.map((one) => one.skill)} />
            <span>{[say('uses.agents', { count: agents }), ...paths.map((path) => pathWords(path.replace(/\[[^\]]*\]\.skill$/, ''), words, document))].join(' · ')}</span>
            {!readOnly && <Button size="small" danger type="text" aria-label={`${say('list.remove')} ${skill}`} onClick={() => setRemoved(skill)}>{say('list.remove')}</Button>}
          </li>
        ))}
      </ul>
      {removed !== null && (
        <Removal
          list="skills"
          id={removed}
          title={removed}
          others={skills.filter(({ skill }) => skill !== removed).map(({ skill }) => ({ value: skill, label: skill }))}
          onClose={() => setRemoved(null)}
          onRemove={(document) => document}
        />
      )}
    </Modal>
  )
}

/** SkillName takes a code when it is typed to its end, as IdField does. */
function SkillName({ skill, taken }: { skill: string; taken: string[] }) {
  const { say } = useAdminWords()
  const { schema, readOnly, change } = useForm()
  const [text, setText] = useState(skill)
  useEffect(() => setText(skill), [skill])
  const to = text.trim()
  const other = to !== skill && taken.includes(to)
  const take = () => {
    if (to === '' || to === skill || other) return
    change((had) => renaming(schema, had, 'skills', skill, to))
  }
  return (
    <span>
      <Input size="small" aria-label={`${say('skills.code')} ${skill}`} disabled={readOnly} value={text} {...(other ? { status: 'error' as const } : {})} onChange={({ target }) => setText(target.value)} onBlur={take} onPressEnter={take} />
      {other && <span className="af-problem" role="alert">{say('skills.taken', { skill: to })}</span>}
    </span>
  )
}
