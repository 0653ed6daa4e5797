package alerting

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/alertmanager/types"
	"github.com/prometheus/common/model"
)

func ruleOf(t *testing.T, uid string) rule {
	t.Helper()
	for _, r := range provisionedRules(t) {
		if r.UID == uid {
			return r
		}
	}
	t.Fatalf("there is no rule %s", uid)
	return rule{}
}

func aboutSwarm(name string) map[string]string {
	return map[string]string{"swarm_id": name, "input": name, "input_kind": "push", "sink": name, "sink_kind": "slack"}
}

func TestSlackMessages(t *testing.T) {
	fake := newFakeSlack(t)
	send := slackNotifier(t, fake.server.URL+"/services/T/B/X")

	t.Run("of every rule: what, where and what to do, and the recovery", func(t *testing.T) {
		for _, r := range provisionedRules(t) {
			for _, resolved := range []bool{false, true} {
				alert := alertOf(t, r, aboutSwarm("alpha"), 0.5, resolved)
				if _, err := send.Notify(grouped(t, model.LabelSet{"alertname": model.LabelValue(r.Title), "swarm_id": "alpha"}), alert); err != nil {
					t.Fatalf("%s: %v", r.UID, err)
				}
				shown := fake.last(t).Attachments[0]
				wanted := []string{"FIRING", "*FIRING*", "runbook", "silence", "panel", "#D63232"}
				if resolved {
					wanted = []string{"RESOLVED", "*RESOLVED*", "Last seen: ", "runbook", "#36A64F"}
				}
				all := shown.Title + shown.Text + shown.Color
				for _, part := range append(wanted, r.Title, "alpha") {
					if !strings.Contains(all, part) {
						t.Errorf("%s: %q is missing in %s", r.UID, part, all)
					}
				}
				if len(pings(all)) > 0 || strings.Contains(all, "<no value>") || strings.Contains(all, "{{") {
					t.Errorf("%s: %s", r.UID, all)
				}
				ours(t, links(slackLink, shown.Text))
			}
		}
	})

	t.Run("of a hostile name are short, ping nobody and link nowhere else", func(t *testing.T) {
		for _, name := range hostileNames {
			alert := alertOf(t, ruleOf(t, "cf_swarm_error_rate"), aboutSwarm(name), 0.5, false)
			alert.Annotations["Error"] = model.LabelValue("the key of <!here> " + name)
			if _, err := send.Notify(grouped(t, model.LabelSet{"swarm_id": model.LabelValue(name)}), alert); err != nil {
				t.Fatalf("%.40q: %v", name, err)
			}
			shown := fake.last(t).Attachments[0]
			for _, text := range []string{shown.Title, shown.Text, shown.Fallback, shown.Pretext} {
				if found := pings(text); len(found) > 0 {
					t.Errorf("%.40q pings %v", name, found)
				}
				ours(t, links(slackLink, text))
			}
			if title, text := len([]rune(shown.Title)), len([]rune(shown.Text)); title > 256 || text > 3000 {
				t.Errorf("%.40q: title of %d and text of %d characters", name, title, text)
			}
			if strings.ContainsAny(shown.Title, "\n\u202e") {
				t.Errorf("the title is %q", shown.Title)
			}
		}
	})

	t.Run("show ten of many", func(t *testing.T) {
		if _, err := send.Notify(grouped(t, model.LabelSet{"alertname": "x"}), manyAlerts(t, 25)...); err != nil {
			t.Fatal(err)
		}
		text := fake.last(t).Attachments[0].Text
		if shown := strings.Count(text, "*FIRING*"); shown != 10 || !strings.Contains(text, "Only 10 of 25 alerts are shown.") {
			t.Errorf("%d alerts: %s", shown, text)
		}
	})

	t.Run("that Slack refuses once are there after the next try", func(t *testing.T) {
		for _, status := range []int{http.StatusInternalServerError, http.StatusTooManyRequests} {
			fake.fail, fake.failures = status, 1
			before := len(fake.taken)
			alert := alertOf(t, ruleOf(t, "cf_collector_down"), nil, 0, false)
			ctx := grouped(t, model.LabelSet{"alertname": "Collector down"})
			if _, err := send.Notify(ctx, alert); err == nil {
				t.Errorf("%d counted as sent", status)
			}
			if _, err := send.Notify(ctx, alert); err != nil || len(fake.taken) != before+1 {
				t.Errorf("%d: %v, %d messages", status, err, len(fake.taken)-before)
			}
		}
	})
}

func TestTeamsMessages(t *testing.T) {
	fake := newFakeTeams(t)
	send := teamsNotifier(t, fake.server.URL)
	for _, name := range append(hostileNames, "alpha") {
		alert := alertOf(t, ruleOf(t, "cf_cost_burn"), aboutSwarm(name), 12.5, false)
		if _, err := send.Notify(grouped(t, model.LabelSet{"swarm_id": model.LabelValue(name)}), alert); err != nil {
			t.Fatalf("%.40q: %v", name, err)
		}
		body := fake.cards[len(fake.cards)-1].Attachments[0].Content.Body
		title, text := body[0].Text, body[1].Text
		if !strings.Contains(title, "[FIRING:1] Cost burns fast · ") || !strings.Contains(text, "12.50 USD") || !strings.Contains(text, "[runbook](") {
			t.Errorf("%.40q: %s\n%s", name, title, text)
		}
		ours(t, links(teamsLink, title+text))
		if len([]rune(title)) > 256 || len([]rune(text)) > 3000 {
			t.Errorf("%.40q: title of %d and text of %d characters", name, len([]rune(title)), len([]rune(text)))
		}
	}
	if _, err := send.Notify(grouped(t, model.LabelSet{"alertname": "x"}), manyAlerts(t, 25)...); err != nil {
		t.Errorf("a card of many alerts is too large: %v", err)
	}
}

var hostileNames = []string{
	"<!channel>", "<!here|x> & <@U123>", "<https://evil.example|click>", "[click](https://evil.example)", "__proto__", "a\nb\r\n*FIRING*",
	"\u202eevil", "\x00\x1b[31m", "👩‍💻 swarm", "`code`", strings.Repeat("<!channel>&", 1000), strings.Repeat("x", 10_000),
}

func manyAlerts(t *testing.T, n int) []*types.Alert {
	t.Helper()
	var alerts []*types.Alert
	for i := range n {
		name := fmt.Sprintf("%s-%d", strings.Repeat("n", 500), i)
		alerts = append(alerts, alertOf(t, ruleOf(t, "cf_swarm_error_rate"), aboutSwarm(name), 0.5, false))
	}
	return alerts
}
