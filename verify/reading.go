package verify

import (
	"fmt"
	"slices"
	"strings"

	"grapevine/sim"
	"grapevine/sim/experiment"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

// reading is what a fact has read: by part, arm and replicate.
type reading [][][]float64

// of reads one number of a run.
func (s *Show) of(o *experiment.Outcome) (float64, error) {
	if name, ok := strings.CutPrefix(s.Read, "metric "); ok {
		return metricOf(o, name)
	}
	if s.Read == "small cascades" {
		return smallCascades(o), nil
	}
	over, under, ratio := strings.Cut(s.Read, " / ")
	x, err := s.columns(o, over)
	if !ratio || err != nil {
		return x, err
	}
	y, err := s.columns(o, under)
	return x / y, err
}

// metricOf returns the metric of a name.
func metricOf(o *experiment.Outcome, name string) (float64, error) {
	if i := metric.Named(name); i >= 0 {
		return o.Metrics[i], nil
	}
	return 0, fmt.Errorf("there is no metric %q: want one of grapevine list metrics", name)
}

// smallCascades returns the share of trees of recommendation that are of one or
// two customers, less 0.7; not a number if there are no trees.
func smallCascades(o *experiment.Outcome) float64 {
	all, small := 0, 0
	for size, n := range o.Cascades {
		if all += n; size <= 2 {
			small += n
		}
	}
	return float64(small)/float64(all) - 0.7
}

// known are the columns that mechanisms have when they are on.
var known = mechanism.Tallies()

// columns adds up columns over weeks.
func (s *Show) columns(o *experiment.Outcome, names string) (sum float64, err error) {
	weeks := len(o.Weekly) / len(o.Columns)
	to := s.To
	if to == 0 {
		to = weeks - 1
	}
	from := s.From
	if from == 0 {
		from = to
	}
	for _, name := range strings.Split(names, " + ") {
		i := slices.Index(o.Columns, name)
		if i < 0 && slices.ContainsFunc(known, func(t sim.Tally) bool { return t.Name == name }) {
			continue // its mechanism is off
		}
		if i < 0 {
			return 0, fmt.Errorf("there is no column %q", name)
		}
		if to >= weeks {
			return 0, fmt.Errorf("there is no week %d", to)
		}
		for week := from; week <= to; week++ {
			sum += o.Weekly[i*weeks+week]
		}
	}
	return sum, nil
}
