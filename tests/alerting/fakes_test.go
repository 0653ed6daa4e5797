package alerting

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// slackMessage is as much of a message as Slack shows of what Grafana sends.
type slackMessage struct {
	Attachments []struct {
		Color, Title, Text, Fallback, Pretext string
	} `json:"attachments"`
}

// fakeSlack is an incoming webhook: it refuses what Slack refuses, and answers exactly "ok" else.
type fakeSlack struct {
	server *httptest.Server
	mutex  sync.Mutex
	taken  []slackMessage
	// fail is an answer that the next requests get instead: a status, and how many of them.
	fail, failures int
}

func newFakeSlack(t *testing.T) *fakeSlack {
	fake := &fakeSlack{}
	fake.server = httptest.NewServer(http.HandlerFunc(fake.serve))
	t.Cleanup(fake.server.Close)
	return fake
}

func (f *fakeSlack) serve(writer http.ResponseWriter, request *http.Request) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	say := func(status int, text string) {
		writer.Header().Set("Content-Type", "text/html")
		writer.WriteHeader(status)
		_, _ = io.WriteString(writer, text)
	}
	if f.failures > 0 {
		f.failures--
		writer.Header().Set("Retry-After", "1")
		say(f.fail, "rate_limited")
		return
	}
	if request.Method != http.MethodPost || !strings.HasPrefix(request.URL.Path, "/services/") {
		say(http.StatusNotFound, "no_service")
		return
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, 1<<20))
	var message slackMessage
	if err != nil || json.Unmarshal(body, &message) != nil {
		say(http.StatusBadRequest, "invalid_payload")
		return
	}
	if len(message.Attachments) == 0 || message.Attachments[0].Text == "" {
		say(http.StatusBadRequest, "no_text")
		return
	}
	if len(message.Attachments) > 100 || len([]rune(message.Attachments[0].Text)) > 40_000 {
		say(http.StatusBadRequest, "msg_too_long")
		return
	}
	f.taken = append(f.taken, message)
	say(http.StatusOK, "ok")
}

func (f *fakeSlack) last(t *testing.T) slackMessage {
	t.Helper()
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if len(f.taken) == 0 {
		t.Fatal("Slack got nothing")
	}
	return f.taken[len(f.taken)-1]
}

var (
	slackCommand = regexp.MustCompile(`<[!@#][^>]*>`)
	slackLink    = regexp.MustCompile(`<([^>|]+)(?:\|[^>]*)?>`)
	teamsLink    = regexp.MustCompile(`\[[^\]]*\]\(([^)]*)\)`)
)

// pings are what Slack would notify people of; links are addresses that a reader could click on.
func pings(text string) []string { return slackCommand.FindAllString(text, -1) }

func links(pattern *regexp.Regexp, text string) []string {
	var found []string
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

// teamsCard is as much of an adaptive card as Teams shows of what Grafana sends.
type teamsCard struct {
	Summary     string `json:"summary"`
	Attachments []struct {
		Content struct {
			Body []struct {
				Type string `json:"type"`
				Text string `json:"text"`
			} `json:"body"`
		} `json:"content"`
	} `json:"attachments"`
}

// fakeTeams is a workflow's address: it takes a card of at most 28 kB and answers 202.
type fakeTeams struct {
	server *httptest.Server
	cards  []teamsCard
}

func newFakeTeams(t *testing.T) *fakeTeams {
	fake := &fakeTeams{}
	fake.server = httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		var card teamsCard
		if err != nil || len(body) > 28*1024 || json.Unmarshal(body, &card) != nil {
			writer.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		fake.cards = append(fake.cards, card)
		writer.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(fake.server.Close)
	return fake
}
