package plugin

import (
	"encoding/hex"
	"net/url"
	"strings"
	"unicode/utf8"
)

// liveChannel is what a stream is about: one swarm, or, without a name, whatever is stored.
type liveChannel struct {
	swarm string
}

// parseChannel reads the path of a channel: "swarms", or "swarm/" and a name in which each byte other than A-Z a-z 0-9 - _ . is
// written as "=" and two hexadecimal digits, since a path can hold nothing else.
func parseChannel(path string) (liveChannel, bool) {
	if path == "swarms" {
		return liveChannel{}, true
	}
	encoded, isSwarm := strings.CutPrefix(path, "swarm/")
	if !isSwarm || encoded == "" {
		return liveChannel{}, false
	}
	parts := strings.Split(encoded, "=")
	name := []byte(parts[0])
	for _, part := range parts[1:] {
		if len(part) < 2 {
			return liveChannel{}, false
		}
		char, err := hex.DecodeString(part[:2])
		if err != nil {
			return liveChannel{}, false
		}
		name = append(append(name, char...), part[2:]...)
	}
	if !utf8.Valid(name) {
		return liveChannel{}, false
	}
	return liveChannel{swarm: string(name)}, true
}

func (c liveChannel) query() string {
	if c.swarm == "" {
		return ""
	}
	return url.Values{"swarm": {c.swarm}}.Encode()
}
