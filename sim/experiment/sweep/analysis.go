package sweep

import (
	"math"
	"slices"
	"strconv"

	"grapevine/chance"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/points"
	"grapevine/sim/experiment/sensitivity"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// analysis collects what the sensitivity of a sweep is read from: a mean a
// point and strategy, who wins where, and sums for the share of luck.
type analysis struct {
	*Tables
	response int
	better   float64                       // 1 if more of the objective is better, -1 if less
	means    [][]float64                   // by strategy and point
	winner   []int                         // by point; -1 without one
	clear    []bool                        // by point: the interval of the lead excludes 0
	noise    []sensitivity.Noise           // by strategy
	pairs    map[[2]int]*sensitivity.Noise // of the differences of two
	regions  *results.Writer
}

func (t *Tables) analysis(folder *results.Folder) (*analysis, error) {
	if t.Laid == nil {
		return nil, nil
	}
	a := &analysis{Tables: t, response: metric.Named(t.Summary[0]), better: 1, pairs: map[[2]int]*sensitivity.Noise{}}
	if t.Design.Objective.Minimise {
		a.better = -1
	}
	a.means = make([][]float64, len(t.Plan.Strategies))
	a.noise = make([]sensitivity.Noise, len(t.Plan.Strategies))
	for i := range a.means {
		for j := range i {
			a.pairs[[2]int{i, j}] = &sensitivity.Noise{}
		}
	}
	if len(a.means) < 2 {
		return a, nil
	}
	var err error
	a.regions, err = folder.Table("regions.csv", slices.Concat([]string{"point"}, t.Plan.Factors, []string{"winner", "runner_up", "metric", "lead", "ci_low", "ci_high", "clear"}, t.Plan.Strategies)...)
	return a, err
}

// point takes in the replicates of a point.
func (a *analysis) point(w *writers, point int, s *experiment.Sample, runs [][]float64) error {
	if a == nil {
		return nil
	}
	var order []int
	for i := range a.means {
		m := s.Estimate(i, a.response).Mean
		a.means[i] = append(a.means[i], m)
		a.noise[i].Add(runs[i])
		for j := range i {
			d := make([]float64, len(runs[i]))
			for k := range d {
				d[k] = runs[i][k] - runs[j][k]
			}
			a.pairs[[2]int{i, j}].Add(d)
		}
		if !math.IsNaN(m) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch x, y := a.better*a.means[i][point], a.better*a.means[j][point]; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	if len(order) < 2 {
		a.winner, a.clear = append(a.winner, -1), append(a.clear, false)
		return nil
	}
	first, second := order[0], order[1]
	lead := s.Compare(first, second, a.response)
	if a.better < 0 {
		lead = s.Compare(second, first, a.response)
	}
	sure := lead.Low > 0
	a.winner, a.clear = append(a.winner, first), append(a.clear, sure)
	w.at(a.regions, point).Text(a.Plan.Strategies[first]).Text(a.Plan.Strategies[second]).Text(metric.Kinds[a.response].Name).
		Float(lead.Mean).Float(lead.Low).Float(lead.High).Text(strconv.FormatBool(sure))
	for i := range a.means {
		a.regions.Float(a.means[i][point])
	}
	return a.regions.End()
}

// response is something whose sensitivity is asked for.
type response struct {
	strategy int
	of       string // "level", or "lead" over the best of the others
	y        []float64
	noise    *sensitivity.Noise
}

// responses returns the objective of every strategy, and the lead of the one
// that is the best on average over the points, which is returned too; -1 if
// there is none.
func (a *analysis) responses() (all []response, best int) {
	best = -1
	var order []int
	averages := make([]float64, len(a.means))
	for i, y := range a.means {
		all = append(all, response{i, "level", y, &a.noise[i]})
		n := 0.0
		for _, x := range y {
			if !math.IsNaN(x) {
				averages[i] += x
				n++
			}
		}
		if averages[i] /= n; n > 0 {
			order = append(order, i)
		}
	}
	if len(order) < 2 {
		return all, best
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if d := a.better * (averages[i] - averages[j]); d > 0 {
			return -1
		} else if d < 0 {
			return 1
		}
		return 0
	})
	best = order[0]
	lead := make([]float64, len(a.means[best]))
	for p := range lead {
		other := math.NaN()
		for i := range a.means {
			if x := a.means[i][p]; i != best && !math.IsNaN(x) && !(a.better*x <= a.better*other) {
				other = x
			}
		}
		lead[p] = float64(a.better * (a.means[best][p] - other))
	}
	return append(all, response{best, "lead", lead, a.pairs[[2]int{max(best, order[1]), min(best, order[1])}]}), best
}

// close writes indices.csv, effects.csv and conditions.csv, and says what was
// found.
func (a *analysis) close(folder *results.Folder) (*Findings, error) {
	if a == nil {
		return nil, nil
	}
	if a.regions != nil {
		if err := a.regions.Close(); err != nil {
			return nil, err
		}
	}
	f := &Findings{
		Metric: metric.Kinds[a.response].Name, Currency: a.Tables.Design.Currency,
		Points: len(a.Laid), Design: a.Plan.Design, Strategies: a.Plan.Strategies, Factors: a.Plan.Factors,
	}
	all, best := a.responses()
	f.Best = best
	if err := a.indices(folder, all, f); err != nil {
		return nil, err
	}
	if best < 0 {
		return f, nil
	}
	a.shares(f)
	return f, a.conditions(folder, f)
}

func (a *analysis) shares(f *Findings) {
	f.Won, f.Clear = make([]float64, len(a.means)), make([]float64, len(a.means))
	n := 0.0
	for p, w := range a.winner {
		if w < 0 {
			continue
		}
		n++
		f.Won[w]++
		if a.clear[p] {
			f.Clear[w]++
		}
	}
	for i := range f.Won {
		f.Won[i] /= n
		f.Clear[i] /= n
	}
}

// columns returns the factors as the analysis takes them: by their values, and
// for lines through them with the logarithm where that is the factor's law.
func (a *analysis) columns() (plain, lines []sensitivity.Factor) {
	plain, lines = make([]sensitivity.Factor, len(a.Factors)), make([]sensitivity.Factor, len(a.Factors))
	for j := range a.Factors {
		f := &a.Factors[j]
		plain[j].Levels = f.Values != nil || a.Plan.Design == "grid" || a.Plan.Design == "oat"
		numbers := f.Numbers()
		plain[j].Words = numbers == nil && f.Values != nil
		for _, p := range a.Laid {
			x := math.NaN()
			if p[j] != points.Own {
				x = f.Value(p[j])
				if numbers != nil {
					x = numbers[int(x)]
				}
			}
			plain[j].X = append(plain[j].X, x)
		}
		lines[j] = plain[j]
		if f.Law == points.Log && f.Values == nil {
			lines[j].X = make([]float64, len(plain[j].X))
			for i, x := range plain[j].X {
				lines[j].X[i] = chance.Log(x)
			}
		}
	}
	return plain, lines
}

// indices writes what each response depends on.
func (a *analysis) indices(folder *results.Folder, all []response, f *Findings) error {
	head := []string{"strategy", "metric", "of"}
	table, err := folder.Table("indices.csv", slices.Concat(head, []string{"factor", "with", "index", "value", "ci_low", "ci_high", "n"})...)
	if err != nil {
		return err
	}
	effects, err := folder.Table("effects.csv", slices.Concat(head, []string{"factor", "from", "to", "n", "mean", "ci_low", "ci_high"})...)
	if err != nil {
		return err
	}
	plain, lines := a.columns()
	name := func(factor int) string {
		switch factor {
		case sensitivity.Dummy:
			return "dummy"
		case sensitivity.None, sensitivity.All:
			return ""
		}
		return a.Plan.Factors[factor]
	}
	begin := func(w *results.Writer, r response) *results.Writer {
		return w.Text(a.Plan.Strategies[r.strategy]).Text(f.Metric).Text(r.of)
	}
	for _, r := range all {
		indices, bins := a.analyse(r, plain, lines)
		indices = append(indices, r.noise.Indices()...)
		if r.of == "lead" || len(a.means) == 1 || r.strategy == f.Best {
			f.add(r, indices)
		}
		for _, i := range indices {
			w := begin(table, r).Text(name(i.Factor)).Text(name(i.With)).Text(i.Name)
			if err := w.Float(i.Value).Float(i.Low).Float(i.High).Int(i.N).End(); err != nil {
				return err
			}
		}
		for _, b := range bins {
			w := begin(effects, r).Text(name(b.Factor))
			if plain[b.Factor].Words {
				w.Text(a.Factors[b.Factor].Values[int(b.From)]).Text(a.Factors[b.Factor].Values[int(b.To)])
			} else {
				w.Float(b.From).Float(b.To)
			}
			if err := w.Int(b.N).Float(b.Mean).Float(b.Low).Float(b.High).End(); err != nil {
				return err
			}
		}
	}
	if err := effects.Close(); err != nil {
		return err
	}
	return table.Close()
}

// analyse returns what the design allows to say of a response. What cannot be
// told, such as the slopes of too few points, is left out.
func (a *analysis) analyse(r response, plain, lines []sensitivity.Factor) (all []sensitivity.Index, bins []sensitivity.Bin) {
	luck := chance.Of(a.Plan.Seed, 0)
	if constant(r.y) {
		return nil, nil // shares of nothing
	}
	switch a.Plan.Design {
	case "sobol":
		all, _ = sensitivity.Sobol(r.y, len(a.Factors), a.Second, luck)
		bins, _ = sensitivity.Effects(plain, r.y)
	case "morris":
		shares := make([][]float64, len(a.Laid))
		for i, p := range a.Laid {
			shares[i] = p
		}
		all, _ = sensitivity.Morris(shares, r.y, luck)
	case "oat":
		for j := range plain {
			alone := make([]float64, len(r.y)) // the points at which this factor moves
			low, high := math.Inf(1), math.Inf(-1)
			for p := range alone {
				if alone[p] = math.NaN(); a.Laid[p][j] != points.Own {
					alone[p] = r.y[p]
				}
				if !math.IsNaN(alone[p]) {
					low, high = math.Min(low, alone[p]), math.Max(high, alone[p])
				}
			}
			of, _ := sensitivity.Effects(plain[j:j+1], alone)
			for _, b := range of {
				b.Factor = j
				bins = append(bins, b)
			}
			if high >= low {
				all = append(all, sensitivity.Index{Name: "swing", Factor: j, With: sensitivity.None, Value: high - low, Low: math.NaN(), High: math.NaN(), N: len(of)})
			}
		}
	case "list":
	default:
		bins, all = sensitivity.Effects(plain, r.y)
		luck := math.NaN()
		if split, ok := r.noise.Split(); ok {
			luck = split.Doubt
		}
		if main, ok := sensitivity.Factorial(plain, r.y, luck); ok && a.Plan.Design == "grid" {
			all = main
		}
		slopes, _ := sensitivity.Regression(lines, r.y)
		all = append(all, slopes...)
	}
	return all, bins
}

// constant reports whether a response is the same at all points but for rounding,
// as that of a strategy which no factor touches.
func constant(y []float64) bool {
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range y {
		if !math.IsNaN(x) {
			low, high = math.Min(low, x), math.Max(high, x)
		}
	}
	return high-low <= 1e-12*math.Max(math.Abs(low), math.Abs(high))
}

// conditions writes under which conditions each strategy is the best.
func (a *analysis) conditions(folder *results.Folder, f *Findings) error {
	table, err := folder.Table("conditions.csv", "strategy", "factor", "above", "below", "words", "points", "density", "coverage")
	if err != nil {
		return err
	}
	plain, _ := a.columns()
	if a.Plan.Design != "oat" && a.Plan.Design != "list" {
		for i, name := range a.Plan.Strategies {
			holds := make([]bool, len(a.winner))
			for p, w := range a.winner {
				holds[p] = w == i
			}
			box, ok := sensitivity.FindBox(plain, holds)
			if !ok {
				continue
			}
			c := Condition{Strategy: name, Box: box}
			for _, l := range box.Limits {
				c.Limits = append(c.Limits, a.limit(l))
			}
			f.Conditions = append(f.Conditions, c)
			for k, l := range box.Limits {
				w := table.Text(name).Text(a.Plan.Factors[l.Factor]).Float(finite(l.Low)).Float(finite(l.High)).Text(c.Limits[k].Words)
				if err := w.Int(box.Points).Float(box.Density).Float(box.Coverage).End(); err != nil {
					return err
				}
			}
		}
	}
	return table.Close()
}

func finite(x float64) float64 {
	if math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}
