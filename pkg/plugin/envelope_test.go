package plugin

import (
	"bytes"
	"encoding/binary"
	"testing"
)

func TestParseEnvelope(t *testing.T) {
	results, err := parseEnvelope(envelopeOf(t,
		answered("A", []byte("one"), []byte("second")),
		result{RefID: "B", Status: 400, Error: "no such metric", ErrorSource: "downstream"},
		answered("C"),
	))
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 3 {
		t.Fatalf("got %d results", len(results))
	}
	if a := results[0]; a.refID != "A" || len(a.frames) != 2 || string(a.frames[0]) != "one" || string(a.frames[1]) != "second" {
		t.Errorf("A: %+v", a)
	}
	if b := results[1]; b.status != 400 || b.message != "no such metric" || b.errorSource != "downstream" || len(b.frames) != 0 {
		t.Errorf("B: %+v", b)
	}
	if c := results[2]; c.status != 200 || len(c.frames) != 0 {
		t.Errorf("C: %+v", c)
	}
}

func TestParseEnvelopeRefuses(t *testing.T) {
	whole := envelopeOf(t, answered("A", []byte("frame")))
	changed := func(at int, to byte) []byte {
		copied := bytes.Clone(whole)
		copied[at] = to
		return copied
	}
	withLength := func(length uint32) []byte {
		copied := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(copied[8:], length)
		return copied
	}
	for _, test := range []struct {
		name     string
		raw      []byte
		category category
		says     []string
	}{
		{"nothing", nil, categoryProtocol, []string{"cut off"}},
		{"half a preamble", whole[:7], categoryProtocol, []string{"cut off"}},
		{"other magic", changed(0, 'X'), categoryProtocol, []string{"CFPF"}},
		{"other version", changed(4, 2), categoryVersion, []string{"version 2", "version 1"}},
		{"reserved byte", changed(6, 1), categoryProtocol, []string{"reserved"}},
		{"header longer than the body", withLength(5000), categoryProtocol, []string{"cut off", "5000"}},
		{"hostile header length", withLength(0xffffffff), categoryProtocol, []string{"4294967295"}},
		{"header of no length", withLength(0), categoryProtocol, []string{"JSON"}},
		{"header cut short", withLength(10), categoryProtocol, []string{"JSON"}},
		{"frame cut off", whole[:len(whole)-1], categoryProtocol, []string{"cut off", "5 bytes", "4 arrived"}},
		{"bytes left over", append(bytes.Clone(whole), 0), categoryProtocol, []string{"1 bytes follow"}},
		{"header that is no JSON", envelopeWithHeader(`{"results":`), categoryProtocol, []string{"JSON"}},
		{"results of another type", envelopeWithHeader(`{"results":"none"}`), categoryProtocol, []string{"JSON"}},
		{"negative frame", envelopeWithHeader(`{"results":[{"refId":"A","status":200,"frames":[-1]}]}`), categoryProtocol, []string{"-1 bytes"}},
		{"empty frame", envelopeWithHeader(`{"results":[{"refId":"A","status":200,"frames":[0]}]}`), categoryProtocol, []string{"0 bytes"}},
		{"frame length beyond int64", envelopeWithHeader(`{"results":[{"refId":"A","status":200,"frames":[9223372036854775808]}]}`), categoryProtocol, []string{"JSON"}},
		{"frame lengths that overflow", envelopeWithHeader(`{"results":[{"refId":"A","status":200,"frames":[9223372036854775807,9223372036854775807]}]}`), categoryProtocol, []string{"cut off"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parseEnvelope(test.raw)
			if err == nil {
				t.Fatal("was taken")
			}
			if found := asFault(err); found.category != test.category || found.status != 502 || found.source != "downstream" {
				t.Errorf("%s %d %s", found.category, found.status, found.source)
			}
			mustContain(t, err.Error(), test.says...)
		})
	}
}

// Whatever arrives: no panic, errors are faults, and frames lie inside the envelope without gaps.
func FuzzEnvelope(f *testing.F) {
	f.Add([]byte{})
	f.Add(envelopeOf(f, answered("A", []byte("one"), []byte("two")), result{RefID: "B", Status: 400, Error: "no"}))
	f.Add(envelopeOf(f, answered("A", arrowFile(f, errorRates()))))
	f.Add(envelopeWithHeader(`{"results":[{"refId":"A","status":200,"frames":[9223372036854775807]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		results, err := parseEnvelope(raw)
		if err != nil {
			if found := asFault(err); found.category == categoryInternal {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		var frames []byte
		for _, result := range results {
			for _, file := range result.frames {
				frames = append(frames, file...)
				_, _ = decodeFrame(t.Context(), file)
			}
		}
		if !bytes.HasSuffix(raw, frames) {
			t.Fatal("the frames are not the end of the envelope")
		}
	})
}
