package sim_test

import (
	"context"
	"fmt"
	"testing"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// How cost grows: one thing at a time, from the market with about five events a
// customer. With -short the others are tried on 10,000 customers instead of 100,000.
func BenchmarkGrowth(b *testing.B) {
	customers, most := 100_000, 10_000_000
	if testing.Short() {
		customers, most = 10_000, 100_000
	}
	try := func(name string, p *sim.Plan) {
		b.Run(name, func(b *testing.B) {
			luck := chance.Of(1, 0)
			w, err := sim.NewWorld(p, luck, 1)
			if err != nil {
				b.Fatal(err)
			}
			held := held(b, p, w, luck, 1)
			var trace *sim.Trace
			for b.Loop() {
				if trace, err = sim.Run(context.Background(), p, w, luck, 1); err != nil {
					b.Fatal(err)
				}
			}
			seconds, n := b.Elapsed().Seconds()/float64(b.N), float64(p.Customers)
			b.ReportMetric(n*float64(p.Weeks)/seconds, "customer-weeks/s")
			b.ReportMetric(seconds*1e9/float64(events(trace)), "ns/event")
			b.ReportMetric(held/n, "B/customer")
		})
	}
	for n := 10_000; n <= most; n *= 10 {
		try(fmt.Sprintf("customers=%d", n), talking(n, 0.3))
	}
	for _, degree := range []int{4, 10, 20, 50, 100} {
		p := talking(customers, 0.3)
		p.Layers[0].Graph = &network.BarabasiAlbert{Attach: degree / 2}
		try(fmt.Sprintf("degree=%d", degree), p)
	}
	for _, weeks := range []int{26, 52, 104, 208, 520} {
		p := talking(customers, 0.3)
		p.Weeks = weeks
		try(fmt.Sprintf("weeks=%d", weeks), p)
	}
	for _, words := range []float64{1, 2, 5, 10} {
		try(fmt.Sprintf("talk=%g", words), talking(customers, 0.3*words))
	}
}
