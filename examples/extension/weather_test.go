package weather_test

import (
	"context"
	"fmt"
	"log"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
	"weather"
)

const scenario = `
title      = "Ice cream"
customers  = 1000
weeks      = 24
step       = "week"
replicates = 20
rates      = { notice = 0.1, consider = 0.1 }

[[strategy]]
name = "no weather"

[[strategy]]
name    = "sunny spells"
weather = { lift = 0.5, every = 6 }
`

// A scenario that names the mechanism is run as any other, and the strategies
// are compared replicate by replicate by the metric or any other response.
func Example() {
	weather.Register()
	s, err := scenarios.LoadBytes("ice-cream.toml", []byte(scenario), nil)
	if err != nil {
		log.Fatal(err)
	}
	design := experiment.Design{Replicates: s.Replicates, Seed: uint64(s.Seed)}
	for _, strategy := range s.Strategies {
		design.Strategies = append(design.Strategies, experiment.Arm{Name: strategy.Name, Plan: strategy.Plan})
	}
	won, each := metric.Named("customers_won"), metric.Named("sales_per_buyer")
	more, worse := 0.0, 0
	for r, err := range experiment.Run(context.Background(), design, nil) {
		if err != nil {
			log.Fatal(err)
		}
		without, with := r.Outcomes[0].Metrics, r.Outcomes[1].Metrics
		more += (with[won] - without[won]) / float64(s.Replicates)
		if with[won] < without[won] {
			worse++
		}
		if with[each] < 1 {
			log.Fatal("fewer purchases than customers won")
		}
	}
	fmt.Println("sunshine wins customers:", more > 0)
	fmt.Println("replicates in which it loses some:", worse)
	// Output:
	// sunshine wins customers: true
	// replicates in which it loses some: 0
}
