package alerting

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/go-kit/log"
	alertinghttp "github.com/grafana/alerting/http"
	"github.com/grafana/alerting/images"
	"github.com/grafana/alerting/receivers"
	slack "github.com/grafana/alerting/receivers/slack/v1"
	teams "github.com/grafana/alerting/receivers/teams/v1"
	"github.com/grafana/alerting/templates"
	"github.com/prometheus/alertmanager/notify"
	"github.com/prometheus/alertmanager/types"
	"github.com/prometheus/common/model"
)

const externalURL = "https://grafana.example/"

func messageTemplate(t *testing.T) *templates.Template {
	t.Helper()
	var definitions []templates.TemplateDefinition
	for _, one := range readAlerting(t, messagesFile).Templates {
		definition := templates.TemplateDefinition{Name: one.Name, Template: one.Template, Kind: templates.GrafanaKind}
		if err := definition.Validate(); err != nil {
			t.Fatal(err)
		}
		definitions = append(definitions, definition)
	}
	factory, err := templates.NewFactory(definitions, log.NewNopLogger(), externalURL, "1")
	if err != nil {
		t.Fatal(err)
	}
	made, err := factory.GetTemplate(templates.GrafanaKind)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// settingsOf are a contact point's settings, with the address of a fake in place of the variable.
func settingsOf(t *testing.T, path, kind, address string) []byte {
	t.Helper()
	for _, point := range readAlerting(t, path).ContactPoints {
		for _, receiver := range point.Receivers {
			if receiver.Type == kind {
				receiver.Settings["url"] = address
				return asJSON(t, receiver.Settings)
			}
		}
	}
	t.Fatalf("%s has no receiver of type %s", path, kind)
	return nil
}

type notifier interface {
	Notify(ctx context.Context, alerts ...*types.Alert) (bool, error)
}

func slackNotifier(t *testing.T, address string) notifier {
	t.Helper()
	keep := func(_, value string) string { return value }
	config, err := slack.NewConfig(settingsOf(t, messagesFile, "slack", address), keep)
	if err != nil {
		t.Fatal(err)
	}
	meta := receivers.Metadata{Name: "claude-flow-slack", Type: "slack"}
	return slack.New(config, meta, messageTemplate(t), sender(t), noImages(), failingLog{t}, "12.3.0")
}

func teamsNotifier(t *testing.T, address string) notifier {
	t.Helper()
	config, err := teams.NewConfig(settingsOf(t, teamsFile, "teams", address))
	if err != nil {
		t.Fatal(err)
	}
	meta := receivers.Metadata{Name: "claude-flow-teams", Type: "teams"}
	return teams.New(config, meta, messageTemplate(t), sender(t), noImages(), failingLog{t})
}

func sender(t *testing.T) receivers.WebhookSender {
	t.Helper()
	client, err := alertinghttp.NewClient(nil)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func noImages() images.Provider { return &images.UnavailableProvider{} }

// failingLog makes a template that fails a failing test: the notifier itself would log it and send a message without text.
type failingLog struct{ t *testing.T }

func (l failingLog) Log(pairs ...any) error {
	if text := fmt.Sprint(pairs...); strings.Contains(text, "failed to template") {
		l.t.Error(text)
	}
	return nil
}

// grouped is the context that the Alertmanager gives a notification of these alerts.
func grouped(t *testing.T, labels model.LabelSet) context.Context {
	ctx := notify.WithGroupKey(t.Context(), "group")
	ctx = notify.WithGroupLabels(ctx, labels)
	ctx = notify.WithReceiverName(ctx, "claude-flow")
	return notify.WithNow(ctx, time.Now())
}

// alertOf is the alert that Grafana's scheduler raises of a rule: labels of rule and number, and annotations that are expanded.
func alertOf(t *testing.T, r rule, labels map[string]string, value float64, resolved bool) *types.Alert {
	t.Helper()
	alert := &types.Alert{Alert: model.Alert{
		Labels:       model.LabelSet{"alertname": model.LabelValue(r.Title), "grafana_folder": "Claude-Flow alerts", "__alert_rule_uid__": model.LabelValue(r.UID)},
		Annotations:  model.LabelSet{"__values__": model.LabelValue(fmt.Sprintf(`{"A":%g}`, value)), "__orgId__": "1"},
		StartsAt:     time.Now().Add(-time.Minute),
		EndsAt:       time.Now().Add(time.Hour),
		GeneratorURL: externalURL + "alerting/grafana/" + r.UID + "/view",
	}}
	if resolved {
		alert.EndsAt = time.Now().Add(-time.Second)
	}
	for name, text := range r.Labels {
		alert.Labels[model.LabelName(name)] = model.LabelValue(text)
	}
	for name, text := range labels {
		alert.Labels[model.LabelName(name)] = model.LabelValue(text)
	}
	for name, text := range r.Annotations {
		alert.Annotations[model.LabelName(name)] = model.LabelValue(expand(t, text, labels, value))
	}
	return alert
}

// expand does what Grafana does with annotations, with the functions that the rules use.
func expand(t *testing.T, text string, labels map[string]string, value float64) string {
	t.Helper()
	type number struct{ Value float64 }
	functions := template.FuncMap{
		"externalURL":        func() string { return externalURL },
		"humanize":           func(value float64) string { return fmt.Sprintf("%.4g", value) },
		"humanizePercentage": func(value float64) string { return fmt.Sprintf("%.4g%%", value*100) },
		"humanizeDuration":   func(value float64) string { return (time.Duration(value) * time.Second).String() },
	}
	parsed, err := template.New("").Option("missingkey=error").Funcs(functions).Parse("{{ $labels := .Labels }}{{ $values := .Values }}" + text)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	values := map[string]number{"A": {value}, "B": {value}, "M": {value}}
	if err := parsed.Execute(&out, map[string]any{"Labels": labels, "Values": values}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// ours fails unless every link leads to the Grafana that sent the message.
func ours(t *testing.T, found []string) {
	t.Helper()
	for _, link := range found {
		if parsed, err := url.Parse(link); err != nil || parsed.Host != "grafana.example" {
			t.Errorf("a link leads to %.100q", link)
		}
	}
}
