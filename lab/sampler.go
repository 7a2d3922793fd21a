package lab

import (
	"bytes"
	"context"

	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

// sampler counts many worlds, a replicate at a time, so that a page can show
// how far it is.
type sampler struct {
	design experiment.Design
	sample *experiment.Sample
	done   int
	weekly [][][]float64 // by strategy and replicate: columns × weeks
	names  [][]string
}

// Sample runs the next replicate of all strategies, and returns how many have
// been run. It begins anew when a lever has been moved.
func (s *Session) Sample() int {
	if s.sampler == nil {
		d := s.design()
		s.sampler = &sampler{design: d, sample: experiment.NewSample(d), weekly: make([][][]float64, len(d.Strategies)), names: make([][]string, len(d.Strategies))}
	}
	p := s.sampler
	p.done++
	r := p.design.Once(context.Background(), p.done)
	p.sample.Add(r)
	for i, o := range r.Outcomes {
		if o.Err == nil {
			p.weekly[i] = append(p.weekly[i], o.Weekly)
			p.names[i] = o.Columns
		}
	}
	return p.done
}

// Answer says what the replicates so far amount to, as the command line would.
type Answer struct {
	Replicates int                `json:"replicates"`
	Sentence   string             `json:"sentence"`
	Answer     *experiment.Answer `json:"answer"`
}

// Answer returns the answer so far; nothing before the first replicate.
func (s *Session) Answer() *Answer {
	if s.sampler == nil {
		return nil
	}
	a := s.sampler.sample.Answer()
	return &Answer{s.sampler.done, a.Sentence(), a}
}

// Summary returns summary.csv of the replicates so far: the same bytes as the
// command line writes for as many.
func (s *Session) Summary() (string, error) {
	if s.sampler == nil {
		return "", nil
	}
	var b bytes.Buffer
	w, err := results.NewWriter(&b, experiment.SummaryColumns...)
	if err != nil {
		return "", err
	}
	if err := s.sampler.sample.WriteSummary(w); err != nil {
		return "", err
	}
	err = w.Close()
	return b.String(), err
}

// Bands returns mean, tenth and ninetieth percentile over the replicates of a
// weekly column of a strategy, by week; nothing if there is no such column.
func (s *Session) Bands(strategy int, column string) [][3]float64 {
	if s.sampler == nil || strategy < 0 || strategy >= len(s.sampler.weekly) {
		return nil
	}
	return experiment.Bands(s.sampler.names[strategy], s.sampler.weekly[strategy], column)
}
