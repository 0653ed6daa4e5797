package plugin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/net/http/httpguts"
)

const (
	defaultTimeout    = 30 * time.Second
	maxTimeoutSeconds = 600
)

// settings are what an administrator configured, checked.
type settings struct {
	baseURL *url.URL
	apiKey  string
	timeout time.Duration
}

type jsonSettings struct {
	TimeoutSeconds *float64 `json:"timeoutSeconds"`
	// Name under which Grafana's own HTTP settings editor saves the timeout, in seconds.
	Timeout *float64 `json:"timeout"`
}

// fallbackSettings are for provisioning files, where an unset environment variable leaves the URL empty.
type fallbackSettings struct {
	FallbackURL string `json:"fallbackUrl"`
}

// loadSettings checks the settings of an instance. Errors are half sentences that start in lower case and say what to change.
func loadSettings(source backend.DataSourceInstanceSettings) (*settings, error) {
	if err := checkTextFields(source.JSONData); err != nil {
		return nil, err
	}
	baseURL, err := loadBaseURL(source)
	if err != nil {
		return nil, err
	}
	timeout, err := loadTimeout(source.JSONData)
	if err != nil {
		return nil, err
	}
	apiKey := strings.TrimSpace(source.DecryptedSecureJSONData["apiKey"])
	if !httpguts.ValidHeaderFieldValue(apiKey) {
		return nil, errors.New("the API key holds characters that HTTP does not allow, such as a line break; enter it again")
	}
	return &settings{baseURL: baseURL, apiKey: apiKey, timeout: timeout}, nil
}

func loadBaseURL(source backend.DataSourceInstanceSettings) (*url.URL, error) {
	if strings.TrimSpace(source.URL) != "" {
		return parseBaseURL(source.URL)
	}
	var parsed fallbackSettings
	if err := json.Unmarshal(source.JSONData, &parsed); err != nil {
		return nil, errors.New("the JSON data of the data source is not an object")
	}
	return parseBaseURL(parsed.FallbackURL)
}

func loadTimeout(raw json.RawMessage) (time.Duration, error) {
	var parsed jsonSettings
	if err := json.Unmarshal(raw, &parsed); err != nil {
		return 0, errors.New("the timeout has to be a number of seconds")
	}
	seconds := parsed.TimeoutSeconds
	if seconds == nil {
		seconds = parsed.Timeout
	}
	if seconds == nil {
		return defaultTimeout, nil
	}
	if *seconds <= 0 || *seconds > maxTimeoutSeconds {
		return 0, fmt.Errorf("the timeout has to be more than 0 and at most %d seconds", maxTimeoutSeconds)
	}
	return time.Duration(*seconds * float64(time.Second)), nil
}

// checkTextFields guards the SDK, which panics on these fields of jsonData when they are not text.
func checkTextFields(raw json.RawMessage) error {
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		return errors.New("the JSON data of the data source is not an object")
	}
	for name, value := range fields {
		if _, isText := value.(string); !isText && mustBeText(name) {
			return fmt.Errorf("the field %q of the JSON data has to be text", name)
		}
	}
	return nil
}

func mustBeText(name string) bool {
	switch name {
	case "access", "url", "fallbackUrl", "basicAuthUser", "serverName", "secureSocksProxyUsername":
		return true
	}
	return strings.HasPrefix(name, "httpHeaderName") || (strings.HasPrefix(name, "sigV4") && name != "sigV4Auth")
}
