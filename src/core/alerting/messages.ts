/** Names that the provisioning files and the app give what they make. Published: they never change. */
export const SLACK_CONTACT_POINT = 'claude-flow-slack';
export const TEAMS_CONTACT_POINT = 'claude-flow-teams';
export const TEMPLATE_GROUP = 'claudeflow';
export const QUIET_HOURS = 'claude-flow-quiet-hours';

/** Alerts that one message shows; the rest is a number. */
const MOST_ALERTS = 10;
/** Characters of a link beyond which it is left out: a label of 10,000 characters is in the silence link too. */
const MOST_LINK = 600;

/** Text of one line and of at most so many characters, whatever a swarm is called. */
const short = (value: string, length: number) =>
  `${value} | reReplaceAll "[\\\\s\\\\p{Cc}\\\\p{Cf}]+" " " | reReplaceAll "^((?:.{${length}}))(?:.+)$" "$1…"`;

/**
 * In Slack `<!channel>` pings everybody and `<url|text>` is a link: these three characters are all that has to be escaped. The
 * text is cut before, so that no escape is cut in two.
 */
const slackEscape = '| reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;"';
/** In Teams `[text](url)` is a link. */
const teamsEscape = '| reReplaceAll "\\\\[" "(" | reReplaceAll "\\\\]" ")"';

const slack = (value: string, length: number) => `{{ ${short(value, length)} ${slackEscape} }}`;
const teams = (value: string, length: number) => `{{ ${short(value, length)} ${teamsEscape} }}`;

/** What a message is about beside the rule's name: a swarm, an input, a sink. */
const SUBJECTS = ['swarm_id', 'input', 'sink'] as const;

const title = (write: typeof slack) =>
  `[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ len .Alerts.Firing }}{{ end }}] ${write('.CommonLabels.alertname', 100)}` +
  SUBJECTS.map((label) => `{{ with .GroupLabels.${label} }} · ${write('.', 80)}{{ end }}`).join('');

const link = (url: string, text: string, write: (url: string, text: string) => string) =>
  `{{ if and ${url} (lt (len ${url}) ${MOST_LINK}) }} · ${write(url, text)}{{ end }}`;

/**
 * Message templates. They are not interpolated by provisioning, so a single `$` is right. A resolved alert tells its last known
 * state and no cause; a name never is more than text.
 */
export const MESSAGE_TEMPLATES = `{{ define "claudeflow.slack.title" -}}
${title(slack)}
{{- end }}
{{ define "claudeflow.slack.text" -}}
{{ range $i, $alert := .Alerts }}{{ if lt $i ${MOST_ALERTS} -}}
*{{ $alert.Status | toUpper }}* ({{ $alert.Labels.severity }}) {{ if eq $alert.Status "resolved" }}Last seen: {{ end }}${slack('$alert.Annotations.summary', 300)}
{{ if eq $alert.Status "firing" }}{{ if $alert.Annotations.description }}${slack('$alert.Annotations.description', 400)}
{{ end }}{{ if $alert.Annotations.Error }}Cause: ${slack('$alert.Annotations.Error', 300)}
{{ end }}{{ end -}}
{{ if $alert.Annotations.runbook_url }}<{{ $alert.Annotations.runbook_url }}|runbook>{{ end }}${link('$alert.PanelURL', 'panel', (url, text) => `<{{ ${url} }}|${text}>`)}${link('$alert.SilenceURL', 'silence', (url, text) => `<{{ ${url} }}|${text}>`)}
{{ end }}{{ end }}{{ if gt (len .Alerts) ${MOST_ALERTS} }}Only ${MOST_ALERTS} of {{ len .Alerts }} alerts are shown.{{ end }}
{{- end }}
{{ define "claudeflow.teams.title" -}}
${title(teams)}
{{- end }}
{{ define "claudeflow.teams.text" -}}
{{ range $i, $alert := .Alerts }}{{ if lt $i ${MOST_ALERTS} -}}
**{{ $alert.Status | toUpper }}** ({{ $alert.Labels.severity }}) {{ if eq $alert.Status "resolved" }}Last seen: {{ end }}${teams('$alert.Annotations.summary', 300)}

{{ if eq $alert.Status "firing" }}{{ if $alert.Annotations.description }}${teams('$alert.Annotations.description', 400)}

{{ end }}{{ if $alert.Annotations.Error }}Cause: ${teams('$alert.Annotations.Error', 300)}

{{ end }}{{ end -}}
{{ if $alert.Annotations.runbook_url }}[runbook]({{ $alert.Annotations.runbook_url }}){{ end }}${link('$alert.PanelURL', 'panel', (url, text) => `[${text}]({{ ${url} }})`)}${link('$alert.SilenceURL', 'silence', (url, text) => `[${text}]({{ ${url} }})`)}

{{ end }}{{ end }}{{ if gt (len .Alerts) ${MOST_ALERTS} }}Only ${MOST_ALERTS} of {{ len .Alerts }} alerts are shown.{{ end }}
{{- end }}
`;

export const SLACK_SETTINGS = {
  title: '{{ template "claudeflow.slack.title" . }}',
  text: '{{ template "claudeflow.slack.text" . }}',
  color: '{{ if eq .Status "firing" }}#D63232{{ else }}#36A64F{{ end }}',
} as const;

export const TEAMS_SETTINGS = {
  title: '{{ template "claudeflow.teams.title" . }}',
  message: '{{ template "claudeflow.teams.text" . }}',
} as const;

/** When nobody is expected to work, in UTC. */
export const QUIET_INTERVALS = [
  { weekdays: ['saturday', 'sunday'], location: 'UTC' },
  { times: [{ start_time: '20:00', end_time: '24:00' }], location: 'UTC' },
  { times: [{ start_time: '00:00', end_time: '06:00' }], location: 'UTC' },
] as const;
