package sim_test

import (
	"reflect"
	"strings"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// declaring enters after all others and changes what their clocks declare.
type declaring struct {
	ignored sim.Feeling
	still   bool
}

func (declaring) Check(*sim.Plan) []error   { return nil }
func (d declaring) Enter(m *sim.Market) any { m.Declare(d.ignored, d.still); return nil }

// What clocks declare, that they ignore some feelings or stand still for most,
// saves work and changes nothing else: the trace is that of a market whose
// clocks declare nothing. Clocks that are wrong about it are found out.
func TestDeclarationsChangeNothing(t *testing.T) {
	as := func(d sim.Mechanism) *sim.Trace {
		p := lively()
		p.Customers = 5000
		if d != nil {
			p.Mechanisms = append(p.Mechanisms, sim.Named{Name: "zz", Mechanism: d})
		}
		return run(t, p, 0)
	}
	same := func(a, b *sim.Trace) bool {
		return reflect.DeepEqual(a.Counts, b.Counts) && reflect.DeepEqual(a.Ledger, b.Ledger) && reflect.DeepEqual(a.Credits, b.Credits)
	}
	declared := as(nil)
	if !same(declared, as(declaring{})) {
		t.Error("what clocks declare changes what happens")
	}
	if same(declared, as(declaring{ignored: sim.Feelings, still: true})) {
		t.Error("clocks that wrongly declare to ignore all feelings are not found out")
	}
}

// A market has room for so many clocks; one more is an error that says so, not
// a run that goes wrong.
func TestTooManyClocks(t *testing.T) {
	p := talking(100, 1)
	for k := range 60 {
		p.Mechanisms = append(p.Mechanisms, sim.Named{
			Name: "winback." + string(rune('a'+k/10)) + string(rune('a'+k%10)), Mechanism: knob.Defaults(&mechanism.Winback{}),
		})
	}
	luck := chance.Of(1, 0)
	w, err := sim.NewWorld(p, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Run(t.Context(), p, w, luck, 1); err == nil || !strings.Contains(err.Error(), "clocks") {
		t.Errorf("65 clocks: got %v, want an error about them", err)
	}
}
