package sweep

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"grapevine/sim/experiment"
)

// A record's payload is a byte that says whether any strategy failed, then for
// each strategy a byte, 0 with its metrics or 1 with the length and text of its
// fault.

func encode(r *experiment.Replicate) []byte {
	length := 1
	for _, o := range r.Outcomes {
		length += 1 + 8*len(o.Metrics)
	}
	payload := make([]byte, 1, length)
	for _, o := range r.Outcomes {
		if o.Err != nil {
			payload[0] = 1
			text := o.Err.Error()
			payload = append(payload, 1)
			payload = binary.LittleEndian.AppendUint32(payload, uint32(len(text)))
			payload = append(payload, text...)
			continue
		}
		payload = append(payload, 0)
		for _, x := range o.Metrics {
			if x != x {
				x = math.NaN() // of which there are many; machines differ in which they make
			}
			payload = binary.LittleEndian.AppendUint64(payload, math.Float64bits(x))
		}
	}
	return payload
}

var errRecord = errors.New("a record is not as it was written")

// decode reads a payload back as a replicate.
func decode(payload []byte, plan *Plan, number int) (*experiment.Replicate, error) {
	r := &experiment.Replicate{Number: number}
	rest := payload[1:]
	for range plan.Strategies {
		if len(rest) == 0 {
			return nil, errRecord
		}
		kind := rest[0]
		rest = rest[1:]
		if kind == 1 {
			if len(rest) < 4 {
				return nil, errRecord
			}
			n := int(binary.LittleEndian.Uint32(rest))
			if len(rest) < 4+n {
				return nil, errRecord
			}
			r.Outcomes = append(r.Outcomes, &experiment.Outcome{Err: errors.New(string(rest[4 : 4+n]))})
			rest = rest[4+n:]
			continue
		}
		if len(rest) < 8*len(plan.Metrics) {
			return nil, errRecord
		}
		o := &experiment.Outcome{Metrics: make([]float64, len(plan.Metrics))}
		for i := range o.Metrics {
			o.Metrics[i] = math.Float64frombits(binary.LittleEndian.Uint64(rest[8*i:]))
		}
		r.Outcomes = append(r.Outcomes, o)
		rest = rest[8*len(plan.Metrics):]
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("%w: %d bytes too many", errRecord, len(rest))
	}
	return r, nil
}
