package alerting

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

// TestRules takes every provisioned rule through the backend to a collector in which one swarm is well, one fails, one spends,
// one is stuck, one became slow, and one ended after failing.
func TestRules(t *testing.T) {
	service := newCollector(t)
	now := time.Now().Truncate(time.Minute)
	ended := now.Add(-time.Hour)
	var records []record
	for minute := 6 * 60; minute >= 1; minute-- {
		at := now.Add(-time.Duration(minute) * time.Minute)
		calm := 1000 + float64(minute*7919%401)
		records = append(records, task("well", at, calm, minute%40 == 0))
		records = append(records, task("failing", at, calm, minute%40 == 0 || (minute <= 10 && minute%2 == 0)))
		records = append(records, task("worsening", at, calm, falls(360-minute)))
		records = append(records, task("spending", at, calm, false), spent("spending", at, 0.05+0.45*step(minute <= 60)))
		records = append(records, task("slower", at, calm*(1+9*step(minute <= 3)), false))
		if !at.After(ended) {
			records = append(records, task("ended", at, calm, minute <= 70 && minute%2 == 0))
		}
		if minute > 120 {
			records = append(records, task("stuck", at, calm, false))
		}
		records = append(records, toolCall("stuck", at))
	}
	service.push(t, records...)
	g := newGrafana(t, service.url)
	rules := provisionedRules(t)

	want := map[string][]string{
		"cf_swarm_error_rate":    {"swarm_id=failing", "swarm_id=worsening"},
		"cf_duration_anomaly":    {"swarm_id=slower"},
		"cf_swarm_stalled":       {"swarm_id=stuck"},
		"cf_quality_regression":  {"swarm_id=worsening"},
		"cf_error_rate_forecast": {"swarm_id=worsening"},
		"cf_cost_anomaly":        nil,
		"cf_cost_burn":           {"swarm_id=spending"},
		"cf_budget_overrun":      {"swarm_id=spending"},
		"cf_token_spike":         nil,
		"cf_collector_down":      nil,
		"cf_input_silent":        nil,
		"cf_input_failing":       nil,
		"cf_sink_failing":        nil,
	}
	evaluate := func(t *testing.T, at time.Time) map[string][]string {
		t.Helper()
		all := map[string][]string{}
		for _, r := range rules {
			names, err := g.firing(t, r, at)
			if err != nil {
				t.Fatalf("%s: %v", r.UID, err)
			}
			all[r.UID] = names
		}
		return all
	}
	mustFire := func(t *testing.T, at time.Time) {
		t.Helper()
		for uid, names := range evaluate(t, at) {
			expected, isKnown := want[uid]
			if !isKnown {
				t.Errorf("%s is not tested", uid)
			}
			if !reflect.DeepEqual(names, expected) {
				t.Errorf("%s fires for %v, not for %v", uid, names, expected)
			}
		}
	}

	t.Run("each fires for the swarm that it is about, and for no other", func(t *testing.T) { mustFire(t, now) })

	t.Run("a swarm that ends stops being judged and pages nobody", func(t *testing.T) {
		during := evaluate(t, ended)
		if !slices.Contains(during["cf_swarm_error_rate"], "swarm_id=ended") {
			t.Errorf("it was failing, and only fires for %v", during["cf_swarm_error_rate"])
		}
		for _, minutes := range []int{11, 20, 40, 60} {
			for uid, names := range evaluate(t, ended.Add(time.Duration(minutes)*time.Minute)) {
				if slices.Contains(names, "swarm_id=ended") {
					t.Errorf("%s fires %d minutes after the swarm ended", uid, minutes)
				}
			}
		}
	})

	t.Run("half a minute at the edge of the window changes nothing", func(t *testing.T) {
		edge := now.Add(20 * time.Second)
		service.push(t, task("well", now.Add(5*time.Second), 1100, false), spent("spending", now.Add(5*time.Second), 0.01))
		mustFire(t, edge)
	})

	t.Run("a collector that is down raises one alert, and the same state after a restart", func(t *testing.T) {
		service.stop(t)
		for _, r := range rules {
			_, err := g.firing(t, r, now)
			if err == nil {
				t.Errorf("%s got an answer from nobody", r.UID)
			}
			if alerts := r.ExecErrState == "Alerting"; alerts != (r.UID == "cf_collector_down") {
				t.Errorf("%s: %s", r.UID, r.ExecErrState)
			}
			if r.NoDataState != "OK" {
				t.Errorf("%s: silence is %s", r.UID, r.NoDataState)
			}
		}
		service.start(t)
		mustFire(t, now)
	})
}

func step(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}

// falls is whether the task of a minute fails when the share of failures grows evenly from none to 0.35 in six hours.
func falls(minute int) bool {
	due := func(minute int) int { return int(0.35 * float64(minute*minute) / 720) }
	return due(minute+1) > due(minute)
}
