package sim_test

import (
	"context"
	"reflect"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// lively is a market of more than three spans, the last of them short, in
// which every kind of mechanism has something to do.
func lively() *sim.Plan {
	p := everything(13_000)
	p.Weeks = 12
	p.Rates.Notice = 0.1
	p.Segments = []sim.Segment{
		{Name: "many", Share: 0.7, Talkativeness: 1, TalkativenessSpread: 0.5, Susceptibility: 1, Basket: 1, Need: 2, PriceSensitivity: 1, OptIn: 1, Notice: 1},
		{Name: "few", Share: 0.3, Talkativeness: 3, Susceptibility: 0.5, Basket: 2, BasketSpread: 0.3, Need: 4, PriceSensitivity: 2, OptIn: 0.5, Notice: 1},
	}
	for _, n := range p.Mechanisms {
		switch m := n.Mechanism.(type) {
		case *mechanism.Seeding:
			m.Rule, m.Count = "degree", 100
		case *mechanism.Referral:
			m.Rate, m.RewardSender, m.RewardReceiver = 0.2, 5, 5
		case *mechanism.Ambassadors:
			m.Invite, m.Reward = 0.5, 1
		}
	}
	p.Record.Customers = true
	return p
}

// A run is a function of plan and luck: neither the number of workers nor
// another run before changes anything in the trace.
func TestWorkersChangeNothing(t *testing.T) {
	luck := chance.Of(7, 3)
	var first *sim.Trace
	for _, workers := range []int{1, 2, 7, 1, 2, 7} {
		p := lively()
		w, err := sim.NewWorld(p, luck, workers)
		if err != nil {
			t.Fatal(err)
		}
		trace, err := sim.Run(context.Background(), p, w, luck, workers)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = trace
			for _, c := range []string{"sales", "mentions_positive", "mentions_paid", "invitations", "joins", "complaints", "member_sales", "posts", "seeded"} {
				if n := first.Column(c); n == nil || sum(n) == 0 {
					t.Errorf("nothing happens in column %q: the market is not lively", c)
				}
			}
			continue
		}
		alike(t, workers, trace, first)
	}
}

// alike holds two traces to being the same, life by life.
func alike(t *testing.T, workers int, got, want *sim.Trace) {
	t.Helper()
	for k, name := range want.Columns {
		if !reflect.DeepEqual(got.Counts[k], want.Counts[k]) {
			t.Errorf("%d workers: column %q is %v, was %v", workers, name, got.Counts[k], want.Counts[k])
		}
	}
	for k, name := range want.Accounts {
		if !reflect.DeepEqual(got.Ledger[k], want.Ledger[k]) {
			t.Errorf("%d workers: account %q is %v, was %v", workers, name, got.Ledger[k], want.Ledger[k])
		}
	}
	for k := range want.Lives {
		g, w := got.Lives[k], want.Lives[k]
		for s := range w.Reached { // never, which is not equal to itself, is before the beginning here
			if w.Reached[s] != w.Reached[s] {
				w.Reached[s] = -1
			}
			if g.Reached[s] != g.Reached[s] {
				g.Reached[s] = -1
			}
		}
		if !reflect.DeepEqual(g, w) {
			t.Fatalf("%d workers: customer %d is %+v, was %+v", workers, k, g, w)
		}
	}
	g, w := *got, *want
	g.Lives, w.Lives = nil, nil
	if !reflect.DeepEqual(g, w) {
		t.Errorf("%d workers: traces differ in credits, cascades or survey", workers)
	}
}

// Everybody is in one stage at a time, and week 0 is the initial state.
func TestStagesAddUp(t *testing.T) {
	p := lively()
	trace := run(t, p, 0)
	for week := range p.Weeks + 1 {
		var all int64
		for _, s := range sim.StageNames {
			all += trace.Column("n_" + s)[week]
		}
		if all != int64(p.Customers) {
			t.Errorf("week %d: the stages hold %d customers of %d", week, all, p.Customers)
		}
	}
	if n := trace.Column("n_unaware")[0] + trace.Column("n_customer")[0]; n != int64(p.Customers) {
		t.Errorf("week 0: %d unaware or given the product, of %d", n, p.Customers)
	}
	if n, seeded := trace.Column("n_customer")[0], trace.Column("seeded")[0]; n != seeded || n != 130 { // and employees use it too
		t.Errorf("week 0: %d customers, %d seeded, want 100 and 30 employees", n, seeded)
	}
}

// A mechanism that does nothing changes nothing: not the draws of others, not
// their order.
func TestIdleMechanismsChangeNothing(t *testing.T) {
	p := talking(5_000, 1)
	p.Weeks = 26
	want := run(t, p, 0)
	idle := knob.Defaults(&mechanism.Advertising{})
	idle.Rate = 0
	p.Mechanisms = append(p.Mechanisms[:1:1], append([]sim.Named{{Name: "advertising.idle", Mechanism: idle}}, p.Mechanisms[1:]...)...)
	p.Layers = append(p.Layers, sim.Layer{Name: "silent", Graph: &network.BarabasiAlbert{Attach: 2}})
	got := run(t, p, 0)
	for k, name := range want.Columns {
		if !reflect.DeepEqual(got.Column(name), want.Counts[k]) {
			t.Errorf("column %q is %v, was %v", name, got.Column(name), want.Counts[k])
		}
	}
}

// stumbles is a mechanism that breaks down in the third week.
type stumbles struct{}

func (stumbles) Check(*sim.Plan) []error { return nil }
func (stumbles) Enter(m *sim.Market) any { return stumbles{} }
func (stumbles) Moved(s *sim.Span, _ int32, _, _ sim.Stage) {
	if s.Now() > 3 {
		panic("stumbled")
	}
}

// A mechanism that breaks down in a worker breaks the run down where its caller
// can keep it from other runs, not the whole program.
func TestBreakdownReachesTheCaller(t *testing.T) {
	p := still(10_000, 10, 1)
	p.Rates.Notice = 0.1
	p.Mechanisms = []sim.Named{{Name: "stumbles", Mechanism: stumbles{}}}
	luck := chance.Of(1, 1)
	w, err := sim.NewWorld(p, luck, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("the run went on")
		}
	}()
	_, _ = sim.Run(context.Background(), p, w, luck, 2)
}
