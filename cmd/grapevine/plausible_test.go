package main

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

const plausiblePage = "../../docs/plausible.md"

// target is what a response of a market without any programme should come to
// so that the market is believable.
type target struct {
	name      string
	of        func(o *experiment.Outcome) float64
	low, high float64
	unit      string
	why       string
}

// response reads a metric of a run.
func response(m metric.Metric) func(*experiment.Outcome) float64 {
	k := metric.Named(m.Name)
	return func(o *experiment.Outcome) float64 { return o.Metrics[k] }
}

var targets = []target{
	{"awareness", response(metric.Awareness), 30, 70, "% of the market", "a mid-size brand that advertises is known to some, not to all, after two years"},
	{"penetration", response(metric.Penetration), 5, 30, "% of the market", "most people never buy a given mid-size brand"},
	{"repeat share of sales", response(metric.RepeatShare), 60, 90, "% of sales", "in frequently bought goods most sales are repeat purchases (Ehrenberg 1988, by memory)"},
	{"retention", response(metric.Retention), 60, 90, "%", "yearly retention of consumer brands"},
	{"net promoter score", response(metric.NPS), -20, 60, "points", "Reichheld 2003: median 16; companies range from well below 0 to 60"},
	{"positive to negative talk", response(metric.PositiveRatio), 2, 4.5, ": 1", "East, Hammond & Wright 2007: about 3 : 1 in 15 studies"},
	{"word-of-mouth share", response(metric.WOMShare), 20, 60, "% of customers won", "between a fifth and a half of purchases are put down to word of mouth in trade studies"},
	{"cascades of one or two", smallCascades, 70, 99, "% of cascades", "Goel, Watts & Goldstein 2012: most cascades end within one step of their seed"},
	{"lifetime value over acquisition cost", clvToCAC, 1, 6, "ratio", "both of the same order; 3 is the trade's rule of thumb"},
}

func smallCascades(o *experiment.Outcome) float64 {
	all, small := 0, 0
	for size, n := range o.Cascades {
		if all += n; size <= 2 {
			small += n
		}
	}
	return 100 * float64(small) / float64(all)
}

func clvToCAC(o *experiment.Outcome) float64 {
	return response(metric.CLV)(o) / response(metric.CAC)(o)
}

// plain is a market of few words: all else is a default.
const plain = `
title = "Defaults alone"
objective.maximise = "profit"
step = "week"
network.friends = { kind = "watts-strogatz", mean_degree = 8 }
talk.persuasion = { friends = 0.05 }
advertising = { rate = 0.006, spend_per_week = 500 }
`

// The markets that a newcomer meets first, without any programme, are
// believable: what they come to lies where the literature and the trade see
// such markets. The page says what they come to; -update renews it.
func TestBaseMarketIsPlausible(t *testing.T) {
	flagship, err := scenarios.Load("cc-vs-ba", nil)
	if err != nil {
		t.Fatal(err)
	}
	defaults, err := scenarios.LoadBytes("plain.toml", []byte(plain), nil)
	if err != nil {
		t.Fatal(err)
	}
	const replicates = 12
	var page strings.Builder
	page.WriteString(plausibleHead)
	rows := make([][]string, len(targets))
	for k, to := range targets {
		rows[k] = []string{to.name, fmt.Sprintf("%g to %g %s", to.low, to.high, to.unit)}
	}
	for _, s := range []*scenarios.Scenario{flagship, defaults} {
		values := make([][]float64, len(targets))
		d := experiment.Design{Seed: 1, Replicates: replicates, Strategies: []experiment.Arm{{Name: "market", Plan: s.Strategies[0].Plan}}}
		for r, err := range experiment.Run(t.Context(), d, nil) {
			if err != nil {
				t.Fatal(err)
			}
			for k, to := range targets {
				values[k] = append(values[k], to.of(r.Outcomes[0]))
			}
		}
		for k, to := range targets {
			mean, sd := meanAndSpread(values[k])
			if !(mean >= to.low && mean <= to.high) {
				t.Errorf("%s: %s is %.3g, want %g to %g %s: %s", s.Title, to.name, mean, to.low, to.high, to.unit, to.why)
			}
			rows[k] = append(rows[k], fmt.Sprintf("%.3g (sd %.2g)", mean, sd))
		}
	}
	fmt.Fprintf(&page, "\n| Response | Target | cc-vs-ba, no programme | defaults alone | Why this target |\n|---|---|---|---|---|\n")
	for k, to := range targets {
		fmt.Fprintf(&page, "| %s | %s | %s |\n", strings.Join(rows[k][:2], " | "), strings.Join(rows[k][2:], " | "), to.why)
	}
	fmt.Fprintf(&page, "\nMeans over n = %d runs, with the standard deviation of a run.\n", replicates)
	now, err := os.ReadFile(plausiblePage)
	switch {
	case *update:
		if err := os.WriteFile(plausiblePage, []byte(page.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	case err != nil || string(now) != page.String():
		t.Error("docs/plausible.md shows another market: go test ./cmd/grapevine -run Plausible -update renews it")
	}
}

func meanAndSpread(xs []float64) (mean, sd float64) {
	for _, x := range xs {
		mean += x / float64(len(xs))
	}
	for _, x := range xs {
		sd += (x - mean) * (x - mean) / float64(len(xs)-1)
	}
	return mean, math.Sqrt(sd)
}

const plausibleHead = `# Is the base market believable?

Most defaults are illustrative: nobody measured them in your market. They were
chosen together, so that a market without any programme comes out where the
literature and the trade see such markets. These are the targets, set before, and
what two markets come to: the flagship's arm without a programme, and ten lines that
leave everything else to the defaults.
`
