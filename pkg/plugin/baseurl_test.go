package plugin

import (
	"strings"
	"testing"
)

func TestParseBaseURL(t *testing.T) {
	for _, test := range []struct{ text, joined string }{
		{"http://127.0.0.1:3001", "http://127.0.0.1:3001/api/v1/query"},
		{" http://127.0.0.1:3001/ ", "http://127.0.0.1:3001/api/v1/query"},
		{"https://host.example/collector", "https://host.example/collector/api/v1/query"},
		{"https://host.example/a/b/", "https://host.example/a/b/api/v1/query"},
		{"https://host.example/a%2Fb", "https://host.example/a%2Fb/api/v1/query"},
		{"http://[::1]:3001", "http://[::1]:3001/api/v1/query"},
	} {
		t.Run(test.text, func(t *testing.T) {
			base, err := parseBaseURL(test.text)
			if err != nil {
				t.Fatal(err)
			}
			target := base.JoinPath("api", "v1", "query")
			if target.String() != test.joined {
				t.Errorf("got %s, want %s", target, test.joined)
			}
			if !strings.HasPrefix(target.RequestURI(), "/") {
				t.Errorf("the request line would hold %q", target.RequestURI())
			}
		})
	}
}

func TestParseBaseURLRefuses(t *testing.T) {
	for _, test := range []struct{ text, says string }{
		{"", "empty"},
		{"   ", "empty"},
		{"127.0.0.1:3001", "cannot be read"},
		{"localhost:3001", "start with http"},
		{"ftp://host", "start with http"},
		{"file:///etc/passwd", "start with http"},
		{"http://", "no host"},
		{"http://:3001", "no host"},
		{"http://user:hunter2@host:3001", "user name or password"},
		{"http://user:hunter2@ho st", "cannot be read"},
		{"http://host:99999", "port"},
		{"http://host:0", "port"},
		{"http://host/?key=hunter2", "query or fragment"},
		{"http://host/?", "query or fragment"},
		{"http://host/#top", "query or fragment"},
	} {
		t.Run(test.text, func(t *testing.T) {
			_, err := parseBaseURL(test.text)
			if err == nil {
				t.Fatal("was taken")
			}
			mustContain(t, err.Error(), test.says)
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%q repeats the password", err)
			}
		})
	}
}
