package plugin

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
)

const (
	envelopeType    = "application/vnd.claudeflow.frames"
	envelopeMagic   = "CFPF"
	envelopeVersion = 1
	// Magic, version, three zero bytes, length of the header.
	preambleSize = 12
	// Far above what a hundred queries with ten thousand series each need; bounds what a hostile header costs.
	maxHeaderSize = 16 << 20
)

// envelopeResult is the answer to one query: encoded frames, or a status of 400 and above with an error.
type envelopeResult struct {
	refID       string
	status      int
	message     string
	errorSource string
	// Arrow IPC files; slices of the envelope.
	frames [][]byte
}

type envelopeHeader struct {
	Results []struct {
		RefID       string  `json:"refId"`
		Status      int     `json:"status"`
		Error       string  `json:"error"`
		ErrorSource string  `json:"errorSource"`
		Frames      []int64 `json:"frames"`
	} `json:"results"`
}

// parseEnvelope splits a binary answer of the collector: "CFPF", a version byte, three zero bytes, the length of the
// header (uint32, little endian), the header as JSON, then the frames one after the other. Trusts no length: the sum has
// to match the size exactly. Errors are faults.
func parseEnvelope(raw []byte) ([]envelopeResult, error) {
	header, frames, err := splitEnvelope(raw)
	if err != nil {
		return nil, err
	}
	var parsed envelopeHeader
	if err := json.Unmarshal(header, &parsed); err != nil {
		return nil, malformed("its header is not the JSON that was agreed", err)
	}
	results := make([]envelopeResult, 0, len(parsed.Results))
	for _, entry := range parsed.Results {
		result := envelopeResult{refID: entry.RefID, status: entry.Status, message: entry.Error, errorSource: entry.ErrorSource}
		for _, size := range entry.Frames {
			if size <= 0 {
				return nil, malformed(fmt.Sprintf("it declares a frame of %d bytes", size), nil)
			}
			if size > int64(len(frames)) {
				return nil, truncated(size, len(frames))
			}
			result.frames = append(result.frames, frames[:size:size])
			frames = frames[size:]
		}
		results = append(results, result)
	}
	if len(frames) > 0 {
		return nil, malformed(fmt.Sprintf("%d bytes follow the last frame", len(frames)), nil)
	}
	return results, nil
}

func splitEnvelope(raw []byte) (header, frames []byte, err error) {
	if len(raw) < preambleSize {
		return nil, nil, truncated(preambleSize, len(raw))
	}
	if string(raw[:4]) != envelopeMagic {
		return nil, nil, malformed("it does not start with "+envelopeMagic, nil)
	}
	if raw[4] != envelopeVersion {
		return nil, nil, downstream(categoryVersion, http.StatusBadGateway,
			fmt.Sprintf("The collector answers in version %d of the frame envelope and this plugin reads version %d. Update the older of the two.", raw[4], envelopeVersion), nil)
	}
	if raw[5] != 0 || raw[6] != 0 || raw[7] != 0 {
		return nil, nil, malformed("its reserved bytes are not zero", nil)
	}
	size := int64(binary.LittleEndian.Uint32(raw[8:preambleSize]))
	if size > maxHeaderSize {
		return nil, nil, malformed(fmt.Sprintf("it declares a header of %d bytes", size), nil)
	}
	rest := raw[preambleSize:]
	if size > int64(len(rest)) {
		return nil, nil, truncated(size, len(rest))
	}
	return rest[:size], rest[size:], nil
}

func malformed(what string, cause error) *fault {
	return downstream(categoryProtocol, http.StatusBadGateway,
		fmt.Sprintf("The answer of the collector cannot be read: %s. Check that collector and plugin are of the same release.", what), cause)
}

func truncated(wanted int64, got int) *fault {
	return downstream(categoryProtocol, http.StatusBadGateway,
		fmt.Sprintf("The answer of the collector is cut off: %d bytes are announced and %d arrived. Try again, and see the collector's log if it stays.", wanted, got), nil)
}
