package plugin

import (
	"strings"
	"testing"
)

func TestFindRoute(t *testing.T) {
	for _, test := range []struct{ method, path, want string }{
		{"GET", "swarms", "api/v1/swarms"},
		{"GET", "/swarms", "api/v1/swarms"},
		{"GET", "info", "api/v1/info"},
		{"GET", "health", "api/v1/health"},
		{"GET", "metrics/swarm-1", "api/v1/metrics/swarm-1"},
		{"GET", "metrics/a b?c#d:é", "api/v1/metrics/a%20b%3Fc%23d:%C3%A9"},
		{"GET", "metrics/100%", "api/v1/metrics/100%25"},
		{"GET", "metrics/a..b", "api/v1/metrics/a..b"},
		{"GET", "analysis/swarm-1", "api/v1/analysis/swarm-1"},
		{"POST", "query", "api/v1/query"},
		{"POST", "compare", "api/v1/compare"},
		{"POST", "reports", "api/v1/reports"},
	} {
		found, segments, _ := findRoute(test.method, test.path)
		if got := strings.Join(segments, "/"); found == nil || got != test.want {
			t.Errorf("%s %s: %q, want %q", test.method, test.path, got, test.want)
		}
	}
}

func TestFindRouteRefuses(t *testing.T) {
	for _, test := range []struct{ method, path, allowed string }{
		{"GET", "", ""},
		{"GET", "/", ""},
		{"GET", "keys", ""},
		{"GET", "SWARMS", ""},
		{"GET", "swarms/", ""},
		{"GET", "//swarms", ""},
		{"GET", "swarms/x", ""},
		{"GET", "metrics", ""},
		{"GET", "metrics/", ""},
		{"GET", "metrics/a/b", ""},
		{"GET", "api/v1/swarms", ""},
		{"GET", "metrics/..", ""},
		{"GET", "metrics/.", ""},
		{"GET", "metrics/../info", ""},
		{"GET", "../readyz", ""},
		{"GET", "metrics/%2e%2e", ""},
		{"GET", "metrics/%2E.", ""},
		{"GET", "metrics/%252e%252e", ""},
		{"GET", "metrics/%2525252525252e", ""},
		{"GET", "metrics/a%2fb", ""},
		{"GET", "metrics/a%2Fb", ""},
		{"GET", "metrics/..%2f..%2fadmin", ""},
		{"GET", `metrics/..\admin`, ""},
		{"GET", "metrics/a%5cb", ""},
		{"GET", "metrics/a\x00b", ""},
		{"GET", "metrics/a%0d%0ab", ""},
		{"GET", "http://other.example/swarms", ""},
		{"POST", "swarms", "GET"},
		{"DELETE", "metrics/swarm-1", "GET"},
		{"HEAD", "info", "GET"},
		{"GET", "query", "POST"},
		{"PUT", "reports", "POST"},
		{"", "compare", "POST"},
	} {
		found, _, allowed := findRoute(test.method, test.path)
		if found != nil {
			t.Errorf("%s %q was taken", test.method, test.path)
		}
		if got := strings.Join(allowed, ","); got != test.allowed {
			t.Errorf("%s %q: allowed %q, want %q", test.method, test.path, got, test.allowed)
		}
	}
}
