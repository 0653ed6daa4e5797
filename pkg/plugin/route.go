package plugin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is one thing that pages may ask of the collector through Grafana; everything else is refused.
type route struct {
	method string
	// Segments below /api/v1; anySegment stands for one name.
	segments []string
	accept   string
}

const anySegment = "*"

var routes = []route{
	{http.MethodGet, []string{"swarms"}, "application/json"},
	{http.MethodGet, []string{"info"}, "application/json"},
	{http.MethodGet, []string{"health"}, "application/json"},
	{http.MethodGet, []string{"metrics", anySegment}, "application/json"},
	{http.MethodGet, []string{"analysis", anySegment}, "application/json"},
	{http.MethodPost, []string{"query"}, "application/json"},
	{http.MethodPost, []string{"compare"}, "application/json"},
	{http.MethodPost, []string{"reports"}, "*/*"},
	{http.MethodGet, []string{"reports", "queue"}, "application/json"},
}

// findRoute looks up a resource path, which Grafana has decoded once. Returns the segments to ask for, encoded. Without a
// route, allowed holds the methods that the path takes, none when the path is unknown.
func findRoute(method, path string) (found *route, segments, allowed []string) {
	names := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if !slices.ContainsFunc(names, isUnsafeSegment) {
		for index := range routes {
			candidate := &routes[index]
			if !candidate.matches(names) {
				continue
			}
			if candidate.method == method {
				return candidate, encodeSegments(names), nil
			}
			allowed = append(allowed, candidate.method)
		}
	}
	return nil, nil, allowed
}

func (r *route) matches(names []string) bool {
	return slices.EqualFunc(r.segments, names, func(wanted, name string) bool {
		return wanted == anySegment || wanted == name
	})
}

func encodeSegments(names []string) []string {
	segments := []string{"api", "v1"}
	for _, name := range names {
		segments = append(segments, url.PathEscape(name))
	}
	return segments
}

// maxDecodings is how many layers of percent-encoding are looked through; no server before the collector decodes more.
const maxDecodings = 4

// isUnsafeSegment tells whether a segment could leave its place in the path, as it is or after being decoded again by
// some server on the way.
func isUnsafeSegment(segment string) bool {
	for range maxDecodings {
		if segment == "" || segment == "." || segment == ".." || strings.ContainsAny(segment, `/\`) || strings.ContainsFunc(segment, isControl) {
			return true
		}
		decoded, err := url.PathUnescape(segment)
		if err != nil || decoded == segment {
			return false
		}
		segment = decoded
	}
	return true
}

func isControl(char rune) bool {
	return char < 0x20 || char == 0x7f
}
