package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/calibrate"
	"grapevine/sim/results"
)

// calibrateCommand fits values to data.
type calibrateCommand struct {
	trialFlags
	Data       string             `required:"" predictor:"file" help:"CSV with a column week (1, 2, …) and columns named as those of series.csv, such as sales, new_customer, n_customer or nps; empty cells are missing, lines that begin with # are notes."`
	Fit        []string           `required:"" sep:"none" help:"Value to fit, with its range; may be given again. With :log it is searched in its logarithm." placeholder:"KEY=LOW:HIGH[:log]"`
	Weight     map[string]float64 `help:"Weight of a column, as sales=2; 1 if left out." placeholder:"COLUMN=W"`
	Market     string             `help:"Size of the market that the data are of, which the scenario's customers stand for; bass takes it from the model of Bass. Left out: the data are of as many as the scenario has." placeholder:"N|bass"`
	Strategy   string             `help:"Strategy that was in force when the data were gathered; the first if left out."`
	Replicates int                `help:"Runs that each trial is the mean of." default:"10" placeholder:"N"`
	Draws      int                `help:"Draws from the posterior: all that the data leave of the ranges, with bands; 0 for none." default:"200" placeholder:"N"`
	Profile    int                `help:"Steps along the profile of each value, which shows how well the data tell it; 0 for none." default:"9" placeholder:"N"`
	Coverage   int                `help:"Fit so many sets of data that the market itself makes with known values, too, and say how many the intervals cover." placeholder:"N"`
	Trials     int                `help:"Most values that are tried; 60 for each that is fitted if left out." placeholder:"N"`
}

// observed is the data, as the market will show them.
type observed struct {
	columns []string
	weeks   []int
	data    [][]float64 // by column and row
	bass    *calibrate.Bass
	scale   float64 // customers of the scenario for each of the data's market
}

// Run carries the command out.
func (c *calibrateCommand) Run(ctx context.Context, t *terminal) error {
	l, err := c.load()
	if err != nil {
		return err
	}
	arm := 0
	if c.Strategy != "" {
		arm = slices.IndexFunc(l.s.Strategies, func(y scenarios.Strategy) bool { return y.Name == c.Strategy })
		if arm < 0 {
			return usage(fmt.Errorf("--strategy=%s: the scenario has no such strategy", c.Strategy))
		}
	}
	o, err := c.read(l)
	if err != nil {
		return usage(err)
	}
	p := calibrate.Problem{Data: o.data, Replicates: c.Replicates, Trials: c.Trials, Seed: uint64(l.s.Seed), Draws: c.Draws, Steps: c.Profile}
	if c.Draws < 0 || c.Draws == 1 || c.Profile < 0 || c.Profile == 1 || c.Coverage < 0 {
		return usage(fmt.Errorf("--draws=%d, --profile=%d, --coverage=%d: want 0, or 2 or more draws and steps", c.Draws, c.Profile, c.Coverage))
	}
	if p.Parameters, p.Start, err = c.parameters(l); err != nil {
		return usage(err)
	}
	if p.Weights, err = c.weights(o); err != nil {
		return usage(err)
	}
	p.Simulate = func(ctx context.Context, values []float64, from, to int) ([][][]float64, error) {
		return l.patterns(ctx, settings(p.Parameters, values, func(p calibrate.Parameter) string { return p.Key }), arm, o, from, to)
	}
	folder, err := c.folder(l, "calibrated")
	if err != nil {
		return err
	}
	defer folder.Discard()
	show, finish := t.progress("fitting", c.Quiet)
	fit, err := calibrate.Run(ctx, p, show)
	finish()
	if err != nil {
		return t.gaveUp(err)
	}
	var again []calibrate.Recovered
	if c.Coverage > 0 {
		show, finish = t.progress("fitting what is known", c.Quiet)
		again, err = calibrate.Cover(ctx, p, fit, c.Coverage, show)
		finish()
		if err != nil {
			return t.gaveUp(err)
		}
	}
	if err := c.tables(folder, o, fit, again); err != nil {
		return err
	}
	if err := folder.WriteFile("calibrated.toml", c.scenario(fit)); err != nil {
		return err
	}
	if err := l.commit(folder, t.args, c.Replicates, c.NoPlots); err != nil {
		return err
	}
	c.print(t, l, o, fit, again)
	fmt.Fprintf(t.out, "\nresults: %s\nnext: grapevine run %s\n", folder.Target(), filepath.Join(folder.Target(), "calibrated.toml"))
	return nil
}

// read reads the data, and scales them to the scenario's market.
func (c *calibrateCommand) read(l *trials) (*observed, error) {
	t, err := results.ReadNoted(c.Data)
	if err != nil {
		return nil, err
	}
	weeks, err := t.Floats("week")
	if err != nil {
		return nil, fmt.Errorf("%s: want a column week with numbers: %w", c.Data, err)
	}
	o := &observed{scale: 1}
	for i, w := range weeks {
		if w != math.Trunc(w) || w < 0 || int(w) > l.s.Weeks {
			return nil, fmt.Errorf("%s: week = %v: want whole numbers from 0 to the scenario's weeks = %d", t.Place("week", i), w, l.s.Weeks)
		}
		if slices.Contains(o.weeks, int(w)) {
			return nil, fmt.Errorf("%s: week = %v is there twice: want a row a week", t.Place("week", i), w)
		}
		o.weeks = append(o.weeks, int(w))
	}
	for _, column := range t.Columns {
		if column == "week" {
			continue
		}
		y, err := t.Floats(column)
		if err != nil {
			return nil, err
		}
		o.columns, o.data = append(o.columns, column), append(o.data, y)
	}
	if len(o.columns) == 0 || len(o.weeks) == 0 {
		return nil, fmt.Errorf("%s:1:1: %d weeks of %d columns: want a row a week and a column beside week, such as sales", c.Data, len(o.weeks), len(o.columns))
	}
	for k, column := range o.columns {
		if column == "sales" || column == "new_customer" {
			if b, err := calibrate.FitBass(o.data[k]); err == nil {
				o.bass = &b
			}
			break
		}
	}
	market := float64(l.s.Customers)
	switch {
	case c.Market == "bass" && o.bass == nil:
		return nil, errors.New("--market=bass: the model of Bass does not fit a column sales or new_customer of these data; give the number")
	case c.Market == "bass":
		market = o.bass.M
	case c.Market != "":
		if market, err = strconv.ParseFloat(strings.ReplaceAll(c.Market, "_", ""), 64); err != nil || !(market > 0) {
			return nil, fmt.Errorf("--market=%s: want a number of customers above 0, or bass", c.Market)
		}
	}
	o.scale = float64(l.s.Customers) / market
	for k, column := range o.columns {
		if strings.HasPrefix(column, "nps") {
			continue // a score does not grow with the market
		}
		for i := range o.data[k] {
			o.data[k][i] *= o.scale
		}
	}
	return o, nil
}

// parameters reads what is to be fitted.
func (c *calibrateCommand) parameters(l *trials) (all []calibrate.Parameter, start []float64, err error) {
	for _, text := range c.Fit {
		plain, log := strings.CutSuffix(text, ":log")
		key, span, ok := cutRange(plain)
		if !ok || log && span[0] <= 0 {
			return nil, nil, fmt.Errorf("--fit=%s: want KEY=LOW:HIGH with LOW below HIGH, and with :log both above 0", text)
		}
		v, ok := l.s.Lever(key)
		if !ok {
			return nil, nil, fmt.Errorf("--fit=%s: the scenario has no such value; see grapevine explain %s", text, key)
		}
		now, err := strconv.ParseFloat(v.Value, 64)
		if err != nil || v.Whole {
			return nil, nil, fmt.Errorf("--fit=%s: want a key that takes any number", text)
		}
		for _, end := range span {
			if _, err := l.s.With([]string{key + "=" + spell(end)}); err != nil {
				return nil, nil, fmt.Errorf("--fit=%s: %w", text, err)
			}
		}
		all, start = append(all, calibrate.Parameter{Key: key, Min: span[0], Max: span[1], Log: log}), append(start, min(span[1], max(span[0], now)))
	}
	return all, start, nil
}

func (c *calibrateCommand) weights(o *observed) ([]float64, error) {
	w := make([]float64, len(o.columns))
	for k := range w {
		w[k] = 1
	}
	for column, x := range c.Weight {
		k := slices.Index(o.columns, column)
		if k < 0 || !(x >= 0) {
			return nil, fmt.Errorf("--weight %s=%g: want a column of the data and a weight of 0 or more", column, x)
		}
		w[k] = x
	}
	return w, nil
}

// patterns returns what a strategy shows in the data's weeks, by replicate,
// column and row.
func (l *trials) patterns(ctx context.Context, set []string, arm int, o *observed, from, to int) ([][][]float64, error) {
	one := l.uncompared(func(d *experiment.Design) {
		d.Strategies, d.RecordEvery = d.Strategies[arm:arm+1], 1
	})
	type shown struct {
		rows [][]float64
		err  error
	}
	kept, err := experiment.Try(ctx, &one, [][]string{set}, from, to, func(r *experiment.Replicate) shown {
		rows, err := o.of(r.Outcomes[0])
		return shown{rows, err}
	})
	if err != nil {
		return nil, err
	}
	var all [][][]float64
	for _, s := range kept[0] {
		if s.err != nil {
			return nil, s.err
		}
		all = append(all, s.rows)
	}
	return all, nil
}

// of reads the data's columns and weeks from a run.
func (o *observed) of(run *experiment.Outcome) ([][]float64, error) {
	if run.Err != nil {
		return nil, run.Err
	}
	length := len(run.Weekly) / len(run.Columns)
	var rows [][]float64
	for _, column := range o.columns {
		k := slices.Index(run.Columns, column)
		if k < 0 {
			return nil, fmt.Errorf("a run has no weekly column %q, as the data have: want columns of series.csv, such as %s", column, strings.Join(run.Columns[:min(len(run.Columns), 40)], ", "))
		}
		var xs []float64
		for _, w := range o.weeks {
			x := run.Weekly[k*length+w]
			if math.IsNaN(x) {
				x = 0 // nothing to measure yet, as a score of nobody
			}
			xs = append(xs, x)
		}
		rows = append(rows, xs)
	}
	return rows, nil
}

// tables writes fit.csv, fit_bands.csv and, as far as they are asked for,
// profile.csv, posterior.csv and coverage.csv.
func (c *calibrateCommand) tables(folder *results.Folder, o *observed, fit *calibrate.Fit, again []calibrate.Recovered) error {
	post := fit.Posterior
	table, err := folder.Table("fit.csv", "key", "value", "ci_low", "ci_high", "min", "max", "open", "told", "posterior_mean", "linear_low", "linear_high")
	if err != nil {
		return err
	}
	for k, e := range fit.Estimates {
		table.Text(e.Key).Float(e.Value).Float(e.Low).Float(e.High).Float(e.Min).Float(e.Max)
		table.Text(strconv.FormatBool(e.Open)).Float(e.Told)
		mean := math.NaN()
		if post != nil {
			mean = post.Mean[k]
		}
		if err := table.Float(mean).Float(e.LinearLow).Float(e.LinearHigh).End(); err != nil {
			return err
		}
	}
	if err := table.Close(); err != nil {
		return err
	}
	if table, err = folder.Table("fit_bands.csv", "week", "column", "data", "mean", "low", "high", "posterior_mean", "posterior_low", "posterior_high"); err != nil {
		return err
	}
	for k, column := range o.columns {
		for i, b := range fit.Bands[k] {
			table.Int(o.weeks[i]).Text(column).Float(b.Data).Float(b.Mean).Float(b.Low).Float(b.High)
			if post != nil {
				b = post.Bands[k][i]
				table.Float(b.Mean).Float(b.Low).Float(b.High)
			} else {
				table.Text("").Text("").Text("")
			}
			if err := table.End(); err != nil {
				return err
			}
		}
	}
	if err := table.Close(); err != nil {
		return err
	}
	if fit.Profiles != nil {
		if err := profiles(folder, fit); err != nil {
			return err
		}
	}
	if post != nil {
		if err := draws(folder, fit); err != nil {
			return err
		}
	}
	if again != nil {
		return coverage(folder, again)
	}
	return nil
}

func profiles(folder *results.Folder, fit *calibrate.Fit) error {
	table, err := folder.Table("profile.csv", "key", "value", "distance", "cut", "fitted", "ci_low", "ci_high")
	if err != nil {
		return err
	}
	for k, p := range fit.Profiles {
		e := fit.Estimates[k]
		for i, x := range p.Values {
			if err := table.Text(e.Key).Float(x).Float(p.Distances[i]).Float(p.Cut).Float(e.Value).Float(e.Low).Float(e.High).End(); err != nil {
				return err
			}
		}
	}
	return table.Close()
}

func draws(folder *results.Folder, fit *calibrate.Fit) error {
	columns := []string{"draw", "weight"}
	for _, e := range fit.Estimates {
		columns = append(columns, e.Key)
	}
	table, err := folder.Table("posterior.csv", columns...)
	if err != nil {
		return err
	}
	for i, values := range fit.Posterior.Draws {
		table.Int(i + 1).Float(fit.Posterior.Weights[i])
		for _, x := range values {
			table.Float(x)
		}
		if err := table.End(); err != nil {
			return err
		}
	}
	return table.Close()
}

func coverage(folder *results.Folder, again []calibrate.Recovered) error {
	table, err := folder.Table("coverage.csv", "try", "key", "truth", "value", "ci_low", "ci_high", "covered")
	if err != nil {
		return err
	}
	for i, r := range again {
		for k, e := range r.Estimates {
			table.Int(i + 1).Text(e.Key).Float(r.Truth[k]).Float(e.Value).Float(e.Low).Float(e.High)
			if err := table.Text(strconv.FormatBool(r.Covers(k))).End(); err != nil {
				return err
			}
		}
	}
	return table.Close()
}

// scenario writes the fitted values over the scenario, with what they are from.
func (c *calibrateCommand) scenario(fit *calibrate.Fit) []byte {
	var b strings.Builder
	b.WriteString("# The scenario beside it, with values that were fitted to data.\nbase = \"scenario.toml\"\n\n")
	for _, e := range fit.Estimates {
		if !strings.HasPrefix(e.Key, "strategy.") {
			fmt.Fprintf(&b, "%s = %s  # source: calibrated to %s, 90 %% interval %s to %s\n", e.Key, spell(e.Value), filepath.Base(c.Data), neat(e.Low), neat(e.High))
		}
	}
	byStrategy := map[string][]string{}
	var names []string
	for _, e := range fit.Estimates {
		if rest, ok := strings.CutPrefix(e.Key, "strategy."); ok {
			name, key, _ := strings.Cut(rest, ".")
			if byStrategy[name] == nil {
				names = append(names, name)
			}
			byStrategy[name] = append(byStrategy[name], fmt.Sprintf("%s = %s  # source: calibrated to %s, 90 %% interval %s to %s", key, spell(e.Value), filepath.Base(c.Data), neat(e.Low), neat(e.High)))
		}
	}
	for _, name := range names {
		fmt.Fprintf(&b, "\n[[strategy]]\nname = %q\n%s\n", name, strings.Join(byStrategy[name], "\n"))
	}
	return []byte(b.String())
}

// print says what was found, and how well the data tell it.
func (c *calibrateCommand) print(t *terminal, l *trials, o *observed, fit *calibrate.Fit, again []calibrate.Recovered) {
	post := fit.Posterior
	if !c.Quiet {
		fmt.Fprintf(t.out, "%s\n%d values fitted to %s of %s, %s trials, %s runs\n\n", titleOf(l.s), len(fit.Estimates), strings.Join(o.columns, ", "), c.Data, thousands(fit.Trials), thousands(fit.Runs))
		if o.bass != nil {
			b := o.bass
			fmt.Fprintf(t.out, "The model of Bass, fitted to the same: %s buyers in the end (± %s), p = %s (± %s), q = %s (± %s) a period.\n\n",
				neat(b.M), neat(b.MError), neat(b.P), neat(b.PError), neat(b.Q), neat(b.QError))
		}
		w := bareTable(t.out)
		w.AppendHeader(table.Row{"value", "fitted", "90 % interval", "by slopes alone", "from", "to"})
		for _, e := range fit.Estimates {
			w.AppendRow(table.Row{e.Key, neat(e.Value), fmt.Sprintf("[%s, %s]", neat(e.Low), neat(e.High)), fmt.Sprintf("[%s, %s]", neat(e.LinearLow), neat(e.LinearHigh)), neat(e.Min), neat(e.Max)})
		}
		numbers(w, 6)
		w.Render()
		fmt.Fprintln(t.out)
	}
	fmt.Fprintf(t.out, "%.0f %% of the data lie in the 90 %% bands of the fitted market", 100*fit.Inside)
	if post != nil {
		fmt.Fprintf(t.out, ", %.0f %% in those of the posterior (%s draws that tell as much as %.0f)", 100*post.Inside, thousands(c.Draws), post.Effective)
	}
	fmt.Fprintln(t.out, ".")
	for k, e := range fit.Estimates {
		if n := len(again); n > 0 {
			covered := 0
			for _, r := range again {
				if r.Covers(k) {
					covered++
				}
			}
			fmt.Fprintf(t.out, "Of %d sets of data that the market made itself with known values, the intervals cover %s in %d (90 %% would be %.0f).\n", n, e.Key, covered, 0.9*float64(n))
		}
	}
	if post != nil && post.Effective < 20 {
		fmt.Fprintln(t.out, "So few draws tell that the posterior is rough: give more --draws.")
	}
	if fit.Misfit > 1.5 {
		fmt.Fprintf(t.out, "The data are %.2g times as far from the fitted market's means as its own runs are: the model misses something, and intervals are widened by as much.\n", fit.Misfit)
	}
	for i, e := range fit.Estimates {
		if e.Told < 0.2 {
			fmt.Fprintf(t.out, "The data hardly tell %s: any value of its range will do.\n", e.Key)
		} else if e.Open {
			fmt.Fprintf(t.out, "The interval of %s reaches an end of its range: widen --fit if it may lie beyond.\n", e.Key)
		}
		for k := range i {
			if fit.Correlation != nil && math.Abs(fit.Correlation[i][k]) > 0.9 {
				fmt.Fprintf(t.out, "%s and %s can hardly be told apart (correlation %.2f): fix one of them by what you know.\n", fit.Estimates[k].Key, e.Key, fit.Correlation[i][k])
			}
		}
	}
	if fit.Correlation == nil {
		fmt.Fprintln(t.out, "The data cannot tell these values apart: fix some of them by what you know.")
	}
}
