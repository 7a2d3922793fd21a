package sim_test

import (
	"context"
	"fmt"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// talking is a market with the full journey, advertising and talk on a graph
// with hubs: the kernel's budget in design terms.
func talking(customers int) *sim.Plan {
	talk := knob.Defaults(&mechanism.Talk{})
	talk.Persuasion = map[string]float64{"friends": 0.04}
	advertising := knob.Defaults(&mechanism.Advertising{})
	advertising.Rate = 0.02 // a busy market: about five events a customer
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
	return p
}

func BenchmarkRun(b *testing.B) {
	for _, customers := range []int{10_000, 1_000_000} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("mechanisms=talk/customers=%d/workers=%d", customers, workers), func(b *testing.B) {
				p := talking(customers)
				luck := chance.Of(1, 0)
				w, err := sim.NewWorld(p, luck, workers)
				if err != nil {
					b.Fatal(err)
				}
				var events int64
				for b.Loop() {
					trace, err := sim.Run(context.Background(), p, w, luck, workers)
					if err != nil {
						b.Fatal(err)
					}
					events = sum(trace.Column("sales")) + sum(trace.Column("mentions_positive")) + sum(trace.Column("mentions_negative"))
					for _, s := range sim.StageNames {
						events += sum(trace.Column("new_" + s))
					}
				}
				weeks := float64(p.Customers * p.Weeks)
				b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/weeks, "ns/customer-week")
				b.ReportMetric(float64(events)/float64(p.Customers), "events/customer")
			})
		}
	}
}

func sum(xs []int64) (total int64) {
	for _, x := range xs {
		total += x
	}
	return total
}
