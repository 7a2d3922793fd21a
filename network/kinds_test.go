package network

import (
	"fmt"
	"testing"

	"grapevine/chance"
)

func BenchmarkGenerate(b *testing.B) {
	ties := 10_000_000
	for _, c := range []struct {
		name string
		Generator
	}{
		{"barabasi-albert", &BarabasiAlbert{Attach: 5}},
		{"watts-strogatz", &WattsStrogatz{MeanDegree: 10, Rewire: 0.1}},
		{"erdos-renyi-m", &ErdosRenyi{Ties: &ties}},
		{"erdos-renyi-p", &ErdosRenyi{MeanDegree: 20}},
	} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("kind=%s/workers=%d", c.name, workers), func(b *testing.B) {
				ties := 0
				for b.Loop() {
					g, err := c.Generate(1_000_000, chance.Of(1, 0), workers)
					if err != nil {
						b.Fatal(err)
					}
					ties += g.Size()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(ties), "ns/tie")
			})
		}
	}
}
