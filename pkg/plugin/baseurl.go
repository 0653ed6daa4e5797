package plugin

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// parseBaseURL reads the URL of the collector as an administrator wrote it. The result has a path that starts with a
// slash, so that JoinPath gives absolute paths; a path prefix is kept.
func parseBaseURL(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, errors.New("the URL is empty; enter the address of the collector, for example http://127.0.0.1:3001")
	}
	parsed, err := url.Parse(text)
	if err != nil {
		// The error of url.Parse repeats the whole text, which may hold a password.
		return nil, errors.New("the URL cannot be read; it should look like http://127.0.0.1:3001")
	}
	if parsed.User != nil {
		return nil, errors.New("the URL holds a user name or password; remove it and use the API key field")
	}
	if parsed.Scheme != "http" && parsed.Scheme != "https" {
		return nil, errors.New("the URL has to start with http:// or https://")
	}
	if parsed.Hostname() == "" {
		return nil, errors.New("the URL has no host; it should look like http://127.0.0.1:3001")
	}
	if port := parsed.Port(); port != "" {
		if number, err := strconv.Atoi(port); err != nil || number < 1 || number > 65535 {
			return nil, fmt.Errorf("the port %q of the URL is not between 1 and 65535", port)
		}
	}
	if parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "" {
		return nil, errors.New("the URL holds a query or fragment; remove everything from the ? or # on")
	}
	if parsed.Path == "" {
		parsed.Path = "/"
	}
	return parsed, nil
}
