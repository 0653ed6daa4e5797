package plugin

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"
)

// maxDetail is the longest text of the collector that goes into an error message, in runes.
const maxDetail = 600

// problem is the part of a problem document (RFC 9457) that helps a person.
type problem struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Errors []struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	} `json:"errors"`
}

// answerFault turns an answer that is not the wanted one into a fault, by its status.
func (c *client) answerFault(got *answer) *fault {
	host := c.baseURL.Host
	switch got.status {
	case http.StatusUnauthorized:
		message := "The collector did not accept the API key. Enter the key of the collector in the data source settings."
		if c.apiKey == "" {
			message = "The collector asks for an API key and the data source has none. Enter it in the data source settings."
		}
		return downstream(categoryAuth, http.StatusUnauthorized, message, nil)
	case http.StatusForbidden:
		return downstream(categoryAuth, http.StatusForbidden,
			withDetail("The collector, or a proxy before it, forbids this request with the API key of the data source.", got), nil)
	case http.StatusServiceUnavailable:
		return downstream(categoryNotReady, http.StatusServiceUnavailable,
			withDetail(fmt.Sprintf("The collector at %s is not ready. Try again in a moment.", host), got), nil)
	case http.StatusGatewayTimeout:
		return downstream(categoryTimeout, http.StatusGatewayTimeout,
			fmt.Sprintf("A proxy at %s waited too long for the collector.", host), nil)
	}
	if got.status >= 500 {
		return downstream(categoryServer, http.StatusBadGateway,
			withDetail(fmt.Sprintf("The collector at %s failed with status %d. Its log says more.", host, got.status), got), nil)
	}
	if detail := problemDetail(got); detail != "" {
		return downstream(categoryRequest, got.status, detail, nil)
	}
	return c.notServiceFault(fmt.Sprintf("it answered with status %d", got.status))
}

// notServiceFault says that something else than the collector answers at the URL.
func (c *client) notServiceFault(evidence string) *fault {
	return downstream(categoryNotService, http.StatusBadGateway,
		fmt.Sprintf("The server at %s is not the claude-flow-performance collector: %s. Check the host, the port and the path of the URL in the data source settings.", c.baseURL.Host, evidence), nil)
}

func withDetail(message string, got *answer) string {
	if detail := problemDetail(got); detail != "" {
		return message + " It said: " + detail
	}
	return message
}

// problemDetail returns what a problem document says, and nothing of any other body: that may be a page of a proxy.
func problemDetail(got *answer) string {
	if mediaType(got.header) != "application/problem+json" {
		return ""
	}
	var found problem
	if err := json.Unmarshal(got.body, &found); err != nil {
		return ""
	}
	text := found.Detail
	if text == "" {
		text = found.Title
	}
	for _, field := range found.Errors {
		text += fmt.Sprintf(" %s: %s.", field.Field, strings.TrimSuffix(field.Message, "."))
	}
	return shorten(strings.TrimSpace(text))
}

func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= maxDetail {
		return text
	}
	return string(runes[:maxDetail]) + "…"
}

// mediaType is the content type without its parameters, lower case; empty when there is none or it is malformed.
func mediaType(header http.Header) string {
	found, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return found
}
