package main

import (
	"context"
	"fmt"
	"math"
	"strings"

	"grapevine/network"
	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

// journeys judges choices by whole customer journeys: the default market is laid
// on the graph, those chosen are given the product, and the customers won in a
// year are counted. All choices meet the same luck.
func (s *networkSeeds) journeys(ctx context.Context, g *network.Graph, all []choice, picked [][]int32) error {
	var text strings.Builder
	fmt.Fprintf(&text, "customers = %d\nweeks = 52\nstep = \"week\"\nseed = %d\nnetwork.ties = { kind = \"path\" }\ntalk.persuasion = { ties = %g }\n", g.Order(), s.Seed, s.Pass)
	for k, c := range all {
		list := strings.Trim(strings.ReplaceAll(fmt.Sprint(picked[k]), " ", ", "), "[]")
		fmt.Fprintf(&text, "[[strategy]]\nname = %q\nseeding = { rule = \"list\", list = [%s] }\n", c.By, list)
	}
	market, err := scenarios.LoadBytes("journey.toml", []byte(text.String()), nil)
	if err != nil {
		return err
	}
	d := experiment.Design{Seed: s.Seed, Replicates: s.judged(), Apart: true}
	for _, y := range market.Strategies {
		y.Plan.Layers[0].Graph = network.Given{Graph: g}
		d.Strategies = append(d.Strategies, experiment.Arm{Name: y.Name, Plan: y.Plan})
	}
	sample := experiment.NewSample(d)
	for r, err := range experiment.Run(ctx, d, nil) {
		if err != nil {
			return err
		}
		sample.Add(r)
	}
	for k := range all {
		all[k].Guarantee = 0 // that of the cascade by which greedy chose
		e := sample.Estimate(k, metric.Named(metric.CustomersWon.Name))
		all[k].Reached, all[k].SE = e.Mean, e.SD/math.Sqrt(float64(e.N))
		all[k].Share = e.Mean / float64(g.Order())
	}
	return nil
}
