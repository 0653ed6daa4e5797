package plugin

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func TestTimeout(t *testing.T) {
	for _, test := range []struct {
		jsonData string
		want     time.Duration
	}{
		{``, defaultTimeout},
		{`null`, defaultTimeout},
		{`{}`, defaultTimeout},
		{`{"timeoutSeconds": 5}`, 5 * time.Second},
		{`{"timeoutSeconds": 0.5}`, 500 * time.Millisecond},
		{`{"timeout": 7}`, 7 * time.Second},
		{`{"timeout": 7, "timeoutSeconds": 5}`, 5 * time.Second},
	} {
		t.Run(test.jsonData, func(t *testing.T) {
			instance := newInstance(t, instanceSettings("http://host", test.jsonData))
			if instance.unusable != nil {
				t.Fatal(instance.unusable)
			}
			if got := instance.client.http.Timeout; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestFallbackURL(t *testing.T) {
	for _, test := range []struct{ url, want string }{{"", "http://fallback:1/"}, {" ", "http://fallback:1/"}, {"http://host:2", "http://host:2/"}} {
		instance := newInstance(t, instanceSettings(test.url, `{"fallbackUrl": "http://fallback:1"}`))
		if instance.unusable != nil {
			t.Fatal(instance.unusable)
		}
		if got := instance.client.baseURL.String(); got != test.want {
			t.Errorf("%q: got %s, want %s", test.url, got, test.want)
		}
	}
}

// Settings that cannot be used never stop the instance: each request says what is wrong with them.
func TestUnusableSettings(t *testing.T) {
	plain := func(jsonData string) backend.DataSourceInstanceSettings {
		return instanceSettings("http://host", jsonData)
	}
	withSecret := func(jsonData, name, value string) backend.DataSourceInstanceSettings {
		source := plain(jsonData)
		source.DecryptedSecureJSONData[name] = value
		return source
	}
	for _, test := range []struct {
		name, says string
		source     backend.DataSourceInstanceSettings
	}{
		{"no URL", "URL is empty", instanceSettings("", "")},
		{"JSON data", "not an object", plain(`[1]`)},
		{"fallback that is no text", `"fallbackUrl"`, instanceSettings("", `{"fallbackUrl": 1}`)},
		{"fallback that is no URL", "start with http", instanceSettings("", `{"fallbackUrl": "host:1"}`)},
		{"timeout text", "number of seconds", plain(`{"timeoutSeconds": "5"}`)},
		{"timeout zero", "more than 0", plain(`{"timeoutSeconds": 0}`)},
		{"timeout too long", "at most 600", plain(`{"timeoutSeconds": 601}`)},
		{"field that makes the SDK panic", `"serverName"`, plain(`{"tlsAuth": true, "serverName": 1}`)},
		{"header name that makes the SDK panic", `"httpHeaderName1"`, withSecret(`{"httpHeaderName1": 1}`, "httpHeaderValue1", "x")},
		{"key with a line break", "API key", withSecret(``, "apiKey", testKey+"\nX: y")},
		{"CA that is no certificate", "CA PEM", withSecret(`{"tlsAuthWithCACert": true}`, "tlsCACert", "nonsense")},
	} {
		t.Run(test.name, func(t *testing.T) {
			instance := newInstance(t, test.source)
			health := checkHealth(t, instance)
			if health.Status != backend.HealthStatusError || healthCategory(t, health) != categoryConfig {
				t.Errorf("health: %v %s", health.Status, health.JSONDetails)
			}
			mustContain(t, health.Message, test.says)
			mustNotLeak(t, health.Message)
			response := query(t, instance, dataQuery("A", `{}`))["A"]
			if response.Status != backend.StatusBadRequest || response.ErrorSource != backend.ErrorSourceDownstream {
				t.Errorf("query: %v %v", response.Status, response.ErrorSource)
			}
			mustContain(t, response.Error.Error(), test.says)
			answer := callResource(t, instance, "GET", "swarms", "")
			if answer.Status != 400 {
				t.Errorf("resource: %d", answer.Status)
			}
			mustContain(t, string(answer.Body), `"code":"config"`)
		})
	}
}
