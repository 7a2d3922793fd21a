package plots

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"sync"

	"grapevine/sim/results"
)

// Context is what a picture must say of the run behind it, and the order in
// which the strategies take their colours.
type Context struct {
	Title      string // of the scenario
	Currency   string // as "EUR" or "€"
	Strategies []string
	Baseline   string
	Objective  results.Objective
	Customers  int
	Weeks      int
	Replicates int
	Seed       uint64
	Interval   string // what ci_low and ci_high are, as "90 % t-interval of the mean"
}

// Data is a folder of tables, each read when a picture first asks for it.
type Data struct {
	Context
	dir    string
	only   []string // strategies that are shown; all if nil
	most   int      // factors that a picture shows; as many as it has room for if 0
	mutex  sync.Mutex
	tables map[string]func() (*results.Table, error)
}

// Open prepares the tables of a finished results folder.
func Open(dir string) (*Data, error) {
	m, err := results.Open(dir)
	if err != nil {
		return nil, err
	}
	return From(dir, ContextOf(m)), nil
}

// ContextOf returns what a manifest says for pictures, also of a run that has
// not written it yet.
func ContextOf(m results.Manifest) Context {
	return Context{
		Title: m.Title, Currency: m.Currency, Strategies: m.Strategies, Baseline: m.Baseline, Objective: m.Objective,
		Customers: m.Customers, Weeks: m.Weeks, Replicates: m.Replicates, Seed: m.Seed, Interval: m.Interval,
	}
}

// From prepares the tables of a folder that has no manifest yet, such as the
// staging folder of a run whose tables are closed.
func From(dir string, about Context) *Data {
	about.Strategies = slices.Clone(about.Strategies)
	return &Data{Context: about, dir: dir, tables: map[string]func() (*results.Table, error){}}
}

// Only returns the same tables, of which pictures show some strategies alone.
func (d *Data) Only(strategies ...string) *Data {
	some := From(d.dir, d.Context)
	some.only = strategies
	return some
}

// Most returns the same tables, of which pictures show so many factors at most,
// those that do most.
func (d *Data) Most(factors int) *Data {
	some := From(d.dir, d.Context)
	some.most = factors
	return some
}

// Table returns a table by its name without ending, as "series".
func (d *Data) Table(name string) (*results.Table, error) {
	d.mutex.Lock()
	read := d.tables[name]
	if read == nil {
		read = sync.OnceValues(func() (*results.Table, error) { return results.Find(d.dir, name) })
		d.tables[name] = read
	}
	d.mutex.Unlock()
	return read()
}

// ErrNothing says that the tables hold nothing of what a picture shows, as the
// net promoter score of a run without a survey.
var ErrNothing = errors.New("nothing to draw")

// need returns a table that has the columns, or ErrNothing.
func (d *Data) need(name string, columns ...string) (*results.Table, error) {
	t, err := d.Table(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: there is no table %s", ErrNothing, name)
	case err != nil:
		return nil, err
	case t.Rows() == 0:
		return nil, fmt.Errorf("%w: table %s has no rows", ErrNothing, name)
	}
	if t.Has("point") && !slices.Contains(columns, "point") {
		return nil, fmt.Errorf("%w: table %s is of many points", ErrNothing, name)
	}
	for _, c := range columns {
		if !t.Has(c) {
			return nil, fmt.Errorf("%w: table %s has no column %s", ErrNothing, name, c)
		}
	}
	return t, nil
}

// strategy is one strategy and its place among all: the place gives the style.
type strategy struct {
	name  string
	place int
}

// strategies returns those that a table names, in the order of the scenario.
func (d *Data) strategies(t *results.Table) ([]strategy, error) {
	groups, err := t.Groups("strategy")
	if err != nil {
		return nil, err
	}
	var all []strategy
	extra := len(d.Strategies)
	for _, g := range groups {
		place := slices.Index(d.Strategies, g.Value)
		if place < 0 {
			place = extra
			extra++
		}
		if d.only == nil || slices.Contains(d.only, g.Value) {
			all = append(all, strategy{g.Value, place})
		}
	}
	slices.SortStableFunc(all, func(a, b strategy) int { return cmp.Compare(a.place, b.place) })
	return all, nil
}

// objective returns the metric that the strategies are judged by.
func (d *Data) objective() string { return cmp.Or(d.Objective.Metric, "profit") }

// curve is a response of one strategy over the weeks: its mean over the runs,
// and the 10th and 90th percentile.
type curve struct {
	strategy
	week, mean, low, high []float64
}

// last returns the last week with a mean, and the mean.
func (c curve) last() (week, mean float64, ok bool) {
	for i := len(c.week) - 1; i >= 0; i-- {
		if !math.IsNaN(c.mean[i]) {
			return c.week[i], c.mean[i], true
		}
	}
	return 0, 0, false
}

// curves returns a metric over the weeks, as table bands has it, else from the
// series of the single runs.
func (d *Data) curves(metric string) ([]curve, error) {
	t, err := d.need("bands", "strategy", "week", "metric", "mean", "p10", "p90")
	if errors.Is(err, ErrNothing) {
		return d.sums(metric)
	}
	if err != nil {
		return nil, err
	}
	if t, err = t.Where("metric", metric); err != nil {
		return nil, err
	}
	if t.Rows() == 0 {
		return d.sums(metric)
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	var out []curve
	for _, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return nil, err
		}
		c := curve{strategy: s}
		for _, column := range []struct {
			name string
			to   *[]float64
		}{{"week", &c.week}, {"mean", &c.mean}, {"p10", &c.low}, {"p90", &c.high}} {
			if *column.to, err = of.Floats(column.name); err != nil {
				return nil, err
			}
		}
		out = append(out, c)
	}
	return something(out, metric)
}

// sums returns the sum of some columns of the series over the weeks.
func (d *Data) sums(columns ...string) ([]curve, error) {
	t, err := d.need("series", append([]string{"strategy", "week"}, columns...)...)
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	var out []curve
	for _, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return nil, err
		}
		weeks, err := of.Floats("week")
		if err != nil {
			return nil, err
		}
		sum := make([]float64, len(weeks))
		for _, name := range columns {
			x, err := of.Floats(name)
			if err != nil {
				return nil, err
			}
			for i := range sum {
				sum[i] += x[i]
			}
		}
		runs := map[float64][]float64{}
		for i, w := range weeks {
			runs[w] = append(runs[w], sum[i])
		}
		c := curve{strategy: s}
		for w := range runs {
			c.week = append(c.week, w)
		}
		slices.Sort(c.week)
		for _, w := range c.week {
			mean, low, high := spread(runs[w])
			c.mean, c.low, c.high = append(c.mean, mean), append(c.low, low), append(c.high, high)
		}
		out = append(out, c)
	}
	return something(out, columns[0])
}

// something passes curves on if any of them has a point.
func something(all []curve, metric string) ([]curve, error) {
	for _, c := range all {
		if _, _, ok := c.last(); ok {
			return all, nil
		}
	}
	return nil, fmt.Errorf("%w: %s is empty in every run", ErrNothing, metric)
}

// spread returns the mean and the 10th and 90th percentile of the numbers
// among xs (interpolated linearly, type 7 of Hyndman & Fan 1996).
func spread(xs []float64) (mean, low, high float64) {
	xs = slices.DeleteFunc(slices.Clone(xs), math.IsNaN)
	if len(xs) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	slices.Sort(xs)
	for _, x := range xs {
		mean += x
	}
	at := func(p float64) float64 {
		h := p * float64(len(xs)-1)
		i := int(h)
		if i+1 == len(xs) {
			return xs[i]
		}
		return xs[i] + (h-float64(i))*(xs[i+1]-xs[i])
	}
	return mean / float64(len(xs)), at(0.1), at(0.9)
}
