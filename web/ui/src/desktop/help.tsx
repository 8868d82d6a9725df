/** The list of keys. */
import Modal from 'antd/es/modal'
import { useWords, type PlainKey } from '../i18n'

const keys: [string[], PlainKey][] = [
  [['Alt', '1'], 'help.ready'],
  [['Alt', '2'], 'help.break'],
  [['Alt', '0'], 'help.signedOut'],
  [['Alt', 'C'], 'help.pop'],
  [['Alt', 'W'], 'help.wrap'],
  [['Alt', 'S'], 'help.save'],
  [['Ctrl', 'Enter'], 'help.finish'],
  [['Tab'], 'help.tab'],
  [['Alt', '/'], 'help.help'],
]

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Modal open={open} onCancel={onClose} title={t('top.help')} footer={null} width={400}>
      <dl className="keys">
        {keys.map(([combination, key]) => (
          <div key={key}>
            <dt>
              {combination.map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
