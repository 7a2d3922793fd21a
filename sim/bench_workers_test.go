package sim_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"grapevine/chance"
	"grapevine/sim"
	"grapevine/sim/experiment"
)

// How many times as fast several workers are as one, by the clock, so on a machine
// that does nothing else. One and several take turns.
//
//	go test ./sim -run xxx -bench Workers -benchtime 7x
func BenchmarkWorkers(b *testing.B) {
	many := runtime.GOMAXPROCS(0)
	compare := func(name string, begin func() (do func(workers int) error)) {
		b.Run(fmt.Sprintf("%s/workers=%d", name, many), func(b *testing.B) {
			do := begin()
			if err := do(many); err != nil { // for the memory that runs hand on
				b.Fatal(err)
			}
			took := map[int]time.Duration{}
			for b.Loop() {
				for _, workers := range []int{1, many} {
					start := time.Now()
					if err := do(workers); err != nil {
						b.Fatal(err)
					}
					took[workers] += time.Since(start)
				}
			}
			b.ReportMetric(took[1].Seconds()/took[many].Seconds(), "times-as-fast")
		})
	}

	// Within a run.
	customers := 1_000_000
	if testing.Short() {
		customers = 50_000
	}
	compare(fmt.Sprintf("within=run/customers=%d", customers), func() func(workers int) error {
		p, luck := talking(customers, 0.3), chance.Of(1, 0)
		w, err := sim.NewWorld(p, luck, many)
		return func(workers int) error {
			if err == nil {
				_, err = sim.Run(context.Background(), p, w, luck, workers)
			}
			return err
		}
	})

	// Across runs, with their ties and what is measured of them.
	for _, customers := range []int{1_000, 10_000} {
		runs := 400_000 / customers
		if testing.Short() {
			runs = 8
		}
		compare(fmt.Sprintf("across=runs/customers=%d", customers), func() func(workers int) error {
			d := experiment.Design{Seed: 1, Replicates: runs, Strategies: []experiment.Arm{{Name: "talk", Plan: talking(customers, 0.3)}}}
			return func(workers int) error {
				d.Workers = workers
				for r, err := range experiment.Run(context.Background(), d, nil) {
					if err != nil {
						return err
					}
					if err := r.Outcomes[0].Err; err != nil {
						return err
					}
				}
				return nil
			}
		})
	}
}
