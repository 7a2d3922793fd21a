package lab

import (
	"bytes"
	"context"
	"io"

	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

// sampler counts many worlds, a replicate at a time, so that a page can show
// how far it is.
type sampler struct {
	design experiment.Design
	sample *experiment.Sample
	runs   []*experiment.Replicate // their weekly tables alone
}

// Sample runs the next replicate of all strategies, and returns how many have
// been run. It begins anew when a lever has been moved.
func (s *Session) Sample() int {
	if s.sampler == nil {
		d := s.design()
		s.sampler = &sampler{design: d, sample: experiment.NewSample(d)}
	}
	p := s.sampler
	r := p.design.Once(context.Background(), len(p.runs)+1)
	p.sample.Add(r)
	weekly := &experiment.Replicate{Number: r.Number}
	for _, o := range r.Outcomes {
		weekly.Outcomes = append(weekly.Outcomes, &experiment.Outcome{Err: o.Err, Columns: o.Columns, Weekly: o.Weekly})
	}
	p.runs = append(p.runs, weekly)
	return len(p.runs)
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
	return &Answer{len(s.sampler.runs), a.Sentence(), a}
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
	if s.sampler == nil || strategy < 0 || strategy >= len(s.sampler.design.Strategies) {
		return nil
	}
	var names []string
	var weekly [][]float64
	for _, r := range s.sampler.runs {
		if o := r.Outcomes[strategy]; o.Err == nil {
			names, weekly = o.Columns, append(weekly, o.Weekly)
		}
	}
	return experiment.Bands(names, weekly, column)
}

// Series writes series.csv of the replicates so far: the same bytes as the
// command line writes for as many.
func (s *Session) Series(to io.Writer) error {
	if s.sampler == nil {
		return nil
	}
	return experiment.WriteSeries(to, s.sampler.design, s.sampler.runs)
}

// WriteWorld writes the rows of one replicate in series.csv, of all strategies.
func (s *Session) WriteWorld(to io.Writer, replicate int) error {
	d := s.design()
	d.Without, d.Apart = nil, true // twins are no rows
	return experiment.WriteSeries(to, d, []*experiment.Replicate{d.Once(context.Background(), replicate)})
}
