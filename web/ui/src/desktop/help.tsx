/** The list of keys. */
import Modal from 'antd/es/modal'
import { useWords } from '../i18n'
import { keyGroups } from './control/keys'

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Modal open={open} onCancel={onClose} title={t('top.help')} footer={null} width={720} style={{ top: 24 }}>
      <div className="keys">
        {keyGroups.map(({ name, rows }) => (
          <section key={name}>
            <h3>{t(name)}</h3>
            <dl>
              {rows.map((row) => (
                <div key={row.words}>
                  <dt>
                    {row.keys.map((one) => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                  </dt>
                  <dd>{t(row.words)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
