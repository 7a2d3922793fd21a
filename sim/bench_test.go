package sim_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// talking is a market with the full journey, advertising and talk on a graph
// with hubs. Its rates are its own, not the defaults of scenarios, so that
// figures of different days compare: with words = 1 a customer sees about
// eight events in two years, with words = 0.3 about five.
func talking(customers int, words float64) *sim.Plan {
	talk := knob.Defaults(&mechanism.Talk{})
	talk.Persuasion = map[string]float64{"friends": 0.04}
	advertising := knob.Defaults(&mechanism.Advertising{})
	advertising.Rate = 0.02
	p := &sim.Plan{
		Customers: customers, Weeks: 104, Step: 1.0 / 7,
		Layers: []sim.Layer{{
			Name: "friends", Graph: &network.BarabasiAlbert{Attach: 5}, LayerTable: sim.LayerTable{Trust: 1, Share: 1},
		}},
		Mechanisms: []sim.Named{
			{Name: "advertising", Mechanism: advertising},
			{Name: "talk", Mechanism: talk},
		},
	}
	knob.Defaults(&p.Rates)
	knob.Defaults(&p.Attitudes)
	knob.Defaults(&p.Hearing)
	knob.Defaults(&p.Product)
	p.Rates = sim.Rates{
		Consider: 0.02, ForgetAware: 0.01, Decide: 0.06, ForgetConsidering: 0.04,
		Settle: 0.03, Champion: 0.05, StepDownFailing: 0.1, Return: 0.002,
		Leave: sim.LeaveRates{Customer: 0.012, Loyal: 0.006, Advocate: 0.003},
		Buy:   sim.BuyRates{Customer: 0.04, Loyal: 0.08, Advocate: 0.08},
		Speak: sim.SpeakRates{
			Base: 0.05 * words, Delighted: 0.5 * words, Disappointed: 0.8 * words,
			Loyal: 0.05 * words, Advocate: 0.3 * words, Lapsed: 0.3,
		},
	}
	p.Attitudes.Noise, p.Attitudes.Taste, p.Attitudes.DetractorLine = 0.25, 0.3, -0.1
	p.Hearing.Aware, p.Hearing.Considering = 1, 1
	p.Product.Expectation = 0.5
	return p
}

// everything is the same market with every kind of mechanism at its defaults,
// and a second layer for broadcasts.
func everything(customers int) *sim.Plan {
	p := talking(customers, 1)
	p.Layers = append(p.Layers, sim.Layer{
		Name: "followers", Graph: &network.BarabasiAlbert{Attach: 3}, LayerTable: sim.LayerTable{Trust: 0.5, Share: 0.2},
	})
	present := map[string]bool{}
	for _, n := range p.Mechanisms {
		present[n.Name] = true
	}
	for name, kind := range mechanism.Kinds {
		if !present[name] {
			p.Mechanisms = append(p.Mechanisms, sim.Named{Name: name, Mechanism: kind.Make()})
		}
	}
	slices.SortFunc(p.Mechanisms, func(a, b sim.Named) int { return strings.Compare(a.Name, b.Name) })
	return p
}

func BenchmarkRun(b *testing.B) {
	type market struct {
		mechanisms string
		customers  int
		plan       *sim.Plan
	}
	var markets []market
	for _, customers := range []int{10_000, 1_000_000, 10_000_000} {
		if customers > 1_000_000 && testing.Short() {
			continue
		}
		markets = append(markets, market{"few-words", customers, talking(customers, 0.3)})
		if customers > 1_000_000 {
			continue
		}
		markets = append(markets, market{"talk", customers, talking(customers, 1)}, market{"all", customers, everything(customers)})
	}
	for _, k := range markets {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("mechanisms=%s/customers=%d/workers=%d", k.mechanisms, k.customers, workers), func(b *testing.B) {
				luck := chance.Of(1, 0)
				w, err := sim.NewWorld(k.plan, luck, workers)
				if err != nil {
					b.Fatal(err)
				}
				held := held(b, k.plan, w, luck, workers)
				var trace *sim.Trace
				for b.Loop() {
					if trace, err = sim.Run(context.Background(), k.plan, w, luck, workers); err != nil {
						b.Fatal(err)
					}
				}
				n := float64(k.plan.Customers)
				b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/n/float64(k.plan.Weeks), "ns/customer-week")
				b.ReportMetric(float64(events(trace))/n, "events/customer")
				b.ReportMetric(held/n, "B/customer")
			})
		}
	}
}

// held returns the most memory that a run holds at a time, in bytes, without its
// world: what is alive at some of its steps and at its end, when nothing that the
// next run takes over has been given back yet.
func held(b *testing.B, p *sim.Plan, w *sim.World, luck chance.Luck, workers int) float64 {
	b.Helper()
	alive := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	alive() // what earlier runs have left to the next goes at the second
	before := alive()
	watch := &watched{Context: context.Background(), alive: alive}
	if _, err := sim.Run(watch, p, w, luck, workers); err != nil {
		b.Fatal(err)
	}
	return float64(max(watch.most, alive()) - before)
}

// watched looks at the memory of a run at every 200th step, at which the run asks
// whether to go on.
type watched struct {
	context.Context
	alive func() uint64
	asked int
	most  uint64
}

// Err implements [context.Context].
func (w *watched) Err() error {
	if w.asked++; w.asked%200 == 0 {
		w.most = max(w.most, w.alive())
	}
	return w.Context.Err()
}

// events counts what happened to customers: moves, purchases, words.
func events(t *sim.Trace) (total int64) {
	total = sum(t.Column("sales")) + sum(t.Column("mentions_positive")) + sum(t.Column("mentions_negative"))
	for _, s := range sim.StageNames {
		total += sum(t.Column("new_" + s))
	}
	return total
}

func sum(xs []int64) (total int64) {
	for _, x := range xs {
		total += x
	}
	return total
}
