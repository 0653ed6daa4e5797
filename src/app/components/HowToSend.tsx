import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { ClipboardButton, useStyles2 } from '@grafana/ui';

/** What a shell needs for Claude Code to report to a collector on this machine. */
const ENVIRONMENT = `export CLAUDE_CODE_ENABLE_TELEMETRY=1
export OTEL_METRICS_EXPORTER=otlp
export OTEL_LOGS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_PROTOCOL=http/json
export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:3001
export OTEL_RESOURCE_ATTRIBUTES=swarm.id=my-swarm,swarm.topology=mesh`;

const READ_FOLDER = 'npm start -- --claude-flow /path/to/project';

/** The two ways to get first data in, ready to be copied. */
export function HowToSend() {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.list}>
      <Snippet title={t('send.claude-code', 'From Claude Code: set these before you start it')} text={ENVIRONMENT} />
      <Snippet
        title={t('send.claude-flow', 'From a claude-flow project: let the collector read its folder')}
        text={READ_FOLDER}
      />
    </div>
  );
}

function Snippet({ title, text }: { title: string; text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label={title}>
      <div className={styles.heading}>
        <span>{title}</span>
        <ClipboardButton
          size="sm"
          variant="secondary"
          fill="outline"
          icon="copy"
          getText={() => text}
          aria-label={t('send.copy-label', 'Copy the lines')}
        >
          {t('send.copy', 'Copy')}
        </ClipboardButton>
      </div>
      <pre className={styles.code} tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    textAlign: 'left',
    width: '100%',
    maxWidth: 720,
  }),
  heading: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(1),
  }),
  code: css({ margin: 0, whiteSpace: 'pre', overflowX: 'auto', color: theme.colors.text.primary }),
});
