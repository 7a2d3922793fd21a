package experiment

import (
	"slices"

	"grapevine/sim"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// Tables writes what a design finds into a results folder: the tables of runs
// as they come in, the summaries when all are there.
type Tables struct {
	d      Design
	folder *results.Folder
	sample *Sample

	runs, sources, ledger *results.Writer
	mentions              *results.Writer
	customers, failed     *results.Writer // nil until there is something to write
	decomposition, twins  *results.Writer // likewise
	series                *series
	cascades              [][]grown     // by strategy and size
	stays                 [][]sim.Stays // by strategy and stage, all replicates together
	stages                []string
}

// grown is what the trees of a size have come to.
type grown struct {
	count           int
	depth, virality float64 // added up
}

// NewTables opens the tables of a design.
func NewTables(folder *results.Folder, design Design) (*Tables, error) {
	if err := design.Check(); err != nil {
		return nil, err
	}
	t := &Tables{d: design.filled(), folder: folder, sample: NewSample(design), cascades: make([][]grown, len(design.Strategies)), stays: make([][]sim.Stays, len(design.Strategies))}
	t.series = &series{weekly: weekly{d: &t.d}, folder: folder}
	names := []string{"strategy", "replicate", "seed"}
	for _, m := range metric.Kinds {
		names = append(names, m.Name)
	}
	for _, o := range []struct {
		to      **results.Writer
		file    string
		columns []string
	}{
		{&t.runs, "runs.csv", names},
		{&t.sources, "sources.csv", []string{"strategy", "replicate", "source", "customers", "revenue", "margin"}},
		{&t.mentions, "mentions.csv", []string{"strategy", "replicate", "source", "positive", "negative", "paid"}},
		{&t.ledger, "ledger.csv", []string{"strategy", "replicate", "account", "amount"}},
	} {
		w, err := folder.Table(o.file, o.columns...)
		if err != nil {
			return nil, err
		}
		*o.to = w
	}
	return t, nil
}

// Write takes in the next replicate.
func (t *Tables) Write(r *Replicate) error {
	t.sample.Add(r)
	for i, o := range r.Outcomes {
		write := t.run
		if o.Err != nil {
			write = t.failure
		}
		if err := write(r.Number, i, o); err != nil {
			return err
		}
	}
	if t.d.RecordEvery < 0 {
		return nil
	}
	return t.series.write(r)
}

// run writes what is kept of a run, but for its weeks.
func (t *Tables) run(replicate, strategy int, o *Outcome) error {
	name := t.d.Strategies[strategy].Name
	t.runs.Text(name).Int(replicate).Uint(t.d.Seed)
	for _, x := range o.Metrics {
		t.runs.Float(x)
	}
	if err := t.runs.End(); err != nil {
		return err
	}
	if err := t.bySource(name, replicate, o); err != nil {
		return err
	}
	for i, account := range o.Accounts {
		if err := t.ledger.Text(name).Int(replicate).Text(account).Float(float64(o.Amounts[i]) / 100).End(); err != nil {
			return err
		}
	}
	t.grow(strategy, o)
	if err := t.beside(name, replicate, o); err != nil {
		return err
	}
	return t.lives(name, replicate, o)
}

// bySource writes what each source has brought, and what was said.
func (t *Tables) bySource(name string, replicate int, o *Outcome) error {
	for i, source := range o.Sources {
		t.sources.Text(name).Int(replicate).Text(source).Int(int(o.Credits[i]))
		if o.Said == nil {
			t.sources.Text("").Text("")
		} else {
			t.sources.Float(float64(o.Said[i].Revenue) / 100).Float(float64(o.Said[i].Margin) / 100)
		}
		if err := t.sources.End(); err != nil {
			return err
		}
	}
	for i, said := range o.Said {
		if said.Good+said.Bad == 0 {
			continue
		}
		if err := t.mentions.Text(name).Int(replicate).Text(o.Sources[i]).Int(int(said.Good)).Int(int(said.Bad)).Int(int(said.Paid)).End(); err != nil {
			return err
		}
	}
	return nil
}

// grow adds a run's trees and stays to those of its strategy.
func (t *Tables) grow(strategy int, o *Outcome) {
	trees := &t.cascades[strategy]
	if more := len(o.Cascades) - len(*trees); more > 0 {
		*trees = append(*trees, make([]grown, more)...)
	}
	for size, n := range o.Cascades {
		(*trees)[size].count += n
	}
	for _, tree := range o.Trees {
		g := &(*trees)[tree.Size]
		g.depth += float64(tree.Depth)
		g.virality += tree.Virality()
	}
	if t.stays[strategy] == nil {
		t.stays[strategy] = make([]sim.Stays, len(o.Stays))
		t.stages = o.Stages
	}
	for k := range o.Stays {
		t.stays[strategy][k].Add(o.Stays[k])
	}
}

// failure writes a run that failed.
func (t *Tables) failure(replicate, strategy int, o *Outcome) error {
	if t.failed == nil {
		w, err := t.folder.Table("failed.csv", "strategy", "replicate", "seed", "error")
		if err != nil {
			return err
		}
		t.failed = w
	}
	return t.failed.Text(t.d.Strategies[strategy].Name).Int(replicate).Uint(t.d.Seed).Text(o.Err.Error()).End()
}

// lives writes every customer's story, if it was kept.
func (t *Tables) lives(name string, replicate int, o *Outcome) error {
	if len(o.Lives) == 0 {
		return nil
	}
	if t.customers == nil {
		columns := []string{"strategy", "replicate", "customer"}
		for _, s := range o.Stages {
			columns = append(columns, "reached_"+s)
		}
		w, err := t.folder.Table("customers.csv", append(columns, "segment", "roles", "source", "parent", "satisfaction", "bond", "trust", "purchases", "conversations", "value", "brought", "referral_value", "value_class")...)
		if err != nil {
			return err
		}
		t.customers = w
	}
	w := t.customers
	worth := worthOf(o.Lives)
	for i, l := range o.Lives {
		w.Text(name).Int(replicate).Int(i)
		for _, week := range l.Reached {
			w.Float(week)
		}
		segment := ""
		if len(o.Segments) > 0 {
			segment = o.Segments[l.Segment]
		}
		w.Text(segment).Text(l.Roles.String())
		source := ""
		if l.Source >= 0 {
			source = o.Sources[l.Source]
		}
		w.Text(source)
		if l.Parent >= 0 {
			w.Int(int(l.Parent))
		} else {
			w.Text("")
		}
		w.Float(l.Satisfaction).Float(l.Bond).Float(l.Trust).Int(l.Purchases).Int(l.Conversations).Float(l.Value)
		w.Int(worth[i].brought).Float(worth[i].referral).Text(worth[i].class)
		if err := w.End(); err != nil {
			return err
		}
	}
	return nil
}

// Close writes the summaries, closes all tables and returns the answer. The
// folder is left for the caller to commit.
func (t *Tables) Close() (*Answer, error) {
	defer t.discard()
	for _, write := range []func() error{t.writeSummary, t.writeComparison, t.writeCascades, t.writeSurvival, t.writeBands} {
		if err := write(); err != nil {
			return nil, err
		}
	}
	for _, w := range []*results.Writer{t.runs, t.sources, t.mentions, t.ledger, t.customers, t.failed, t.decomposition, t.twins, t.series.table} {
		if w == nil {
			continue
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
	}
	return t.sample.Answer(), nil
}

// discard removes what was only for the time of writing.
func (t *Tables) discard() {
	if t.series.spool != nil {
		t.series.spool.remove()
		t.series.spool = nil
	}
}

func (t *Tables) writeBands() error {
	if t.series.table == nil {
		return nil // no run succeeded
	}
	return t.series.bands(t.d.Workers)
}

func (t *Tables) writeSummary() error {
	w, err := t.folder.Table("summary.csv", SummaryColumns...)
	if err != nil {
		return err
	}
	if err := t.sample.WriteSummary(w); err != nil {
		return err
	}
	return w.Close()
}

func (t *Tables) writeComparison() error {
	w, err := t.folder.Table("comparison.csv", slices.Concat([]string{"strategy", "baseline", "metric"}, ComparisonColumns)...)
	if err != nil {
		return err
	}
	all := make([][]Comparison, len(metric.Kinds))
	for m := range metric.Kinds {
		all[m] = t.sample.Comparisons(m)
	}
	for i, arm := range t.d.Strategies {
		for m := range metric.Kinds {
			w.Text(arm.Name).Text(all[m][i].Baseline).Text(metric.Kinds[m].Name)
			WriteComparison(w, all[m][i])
			if err := w.End(); err != nil {
				return err
			}
		}
	}
	return w.Close()
}

func (t *Tables) writeCascades() error {
	w, err := t.folder.Table("cascades.csv", "strategy", "size", "count", "depth", "virality")
	if err != nil {
		return err
	}
	for i, arm := range t.d.Strategies {
		for size, g := range t.cascades[i] {
			if g.count == 0 {
				continue
			}
			n := float64(g.count)
			if err := w.Text(arm.Name).Int(size).Int(g.count).Float(g.depth / n).Float(g.virality / n).End(); err != nil {
				return err
			}
		}
	}
	return w.Close()
}
