package plots

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"grapevine/sim/results"
)

// axisOf is one factor of a heat map, cut into cells.
type axisOf struct {
	factor string
	cell   []int     // of every row
	n      int       // of cells
	marks  []float64 // where labels stand, in cells
	labels []string
}

// axis cuts a factor into its levels, or into parts with as many points each.
func (d *Data) axis(t *results.Table, factor string) (axisOf, error) {
	words, err := t.Strings(factor)
	if err != nil {
		return axisOf{}, err
	}
	a := axisOf{factor: factor, cell: make([]int, len(words))}
	levels := slices.Clone(words)
	number := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return math.NaN()
		}
		return x
	}
	slices.SortFunc(levels, func(a, b string) int { return cmp.Or(cmp.Compare(number(a), number(b)), cmp.Compare(a, b)) })
	order := slices.Clone(levels)
	const mostLevels = 9
	if levels = slices.Compact(levels); len(levels) <= mostLevels {
		for i, w := range words {
			a.cell[i] = slices.Index(levels, w)
		}
		a.n = len(levels)
		for k, w := range levels {
			label := w
			if x := number(w); !math.IsNaN(x) {
				label = plain.short(x)
			}
			a.marks, a.labels = append(a.marks, float64(k)+0.5), append(a.labels, label)
		}
		return a, nil
	}
	if math.IsNaN(number(levels[0])) {
		return axisOf{}, fmt.Errorf("%w: %s has too many levels", ErrNothing, factor)
	}
	a.n = min(max(int(math.Sqrt(float64(len(words))/4)), 3), 10)
	var edges []float64
	for k := range a.n + 1 {
		edges = append(edges, number(order[k*(len(order)-1)/a.n]))
		a.marks, a.labels = append(a.marks, float64(k)), append(a.labels, plain.short(edges[k]))
	}
	for i, w := range words {
		x := number(w)
		k, _ := slices.BinarySearch(edges[1:a.n], x)
		a.cell[i] = k
	}
	return a, nil
}

// two returns the factors of a heat map: the two that move the lead most, else
// the first two.
func (d *Data) two(t *results.Table) ([]string, error) {
	from, to := slices.Index(t.Columns, "point"), slices.Index(t.Columns, "winner")
	if from < 0 || to-from < 3 {
		return nil, fmt.Errorf("%w: fewer than two factors", ErrNothing)
	}
	factors := t.Columns[from+1 : to]
	var chosen []string
	if all, _, _, _, err := d.effects(); err == nil {
		for _, e := range all {
			if slices.Contains(factors, e.factor) && len(chosen) < 2 {
				chosen = append(chosen, e.factor)
			}
		}
	}
	for _, f := range factors {
		if len(chosen) < 2 && !slices.Contains(chosen, f) {
			chosen = append(chosen, f)
		}
	}
	return chosen, nil
}

func regionsPlot(d *Data) (*Figure, error) {
	t, err := d.need("regions", "point", "winner", "lead", "metric")
	if err != nil {
		return nil, err
	}
	factors, err := d.two(t)
	if err != nil {
		return nil, err
	}
	x, err := d.axis(t, factors[0])
	if err != nil {
		return nil, err
	}
	y, err := d.axis(t, factors[1])
	if err != nil {
		return nil, err
	}
	winners, err := t.Strings("winner")
	if err != nil {
		return nil, err
	}
	leads, err := t.Floats("lead")
	if err != nil {
		return nil, err
	}
	names, err := t.Strings("metric")
	if err != nil {
		return nil, err
	}
	type cell struct {
		won map[string]int
		sum map[string]float64
		n   int
	}
	cells := make([][]cell, x.n)
	for i := range cells {
		cells[i] = make([]cell, y.n)
	}
	for p, w := range winners {
		c := &cells[x.cell[p]][y.cell[p]]
		if c.won == nil {
			c.won, c.sum = map[string]int{}, map[string]float64{}
		}
		c.won[w]++
		c.sum[w] += leads[p]
		c.n++
	}
	best := func(c cell) (name string, share, lead float64) {
		for _, s := range d.named(winners) {
			if c.won[s.name] > c.won[name] || name == "" && c.won[s.name] > 0 {
				name = s.name
			}
		}
		if name == "" {
			return "", 0, 0
		}
		return name, float64(c.won[name]) / float64(c.n), c.sum[name] / float64(c.won[name])
	}
	unit := d.unitOf(names[0], "")
	f := d.figure("Where each strategy wins", fmt.Sprintf("Colour: the strategy that is the best at most points of a cell, the paler the fewer they are. Number: its mean lead there in %s. Black line: where the winner changes.", plainName(names[0])))
	f.body = func(c draw.Canvas) {
		all := d.named(winners)
		var entries []entry
		for _, s := range all {
			entries = append(entries, entry{s.name, swatch(s.colour())})
		}
		width := keyWidth(entries, c.Max.X-c.Min.X)
		key(draw.Crop(c, c.Max.X-c.Min.X-width, 0, 0, -lineHeight), entries)
		left := widest(text(soft), y.labels...) + 8
		area := draw.Crop(c, left, -width-24, 2*lineHeight+4, -lineHeight-8)
		w, h := (area.Max.X-area.Min.X)/vg.Length(x.n), (area.Max.Y-area.Min.Y)/vg.Length(y.n)
		corner := func(i, k int) vg.Point {
			return vg.Point{X: area.Min.X + w*vg.Length(i), Y: area.Min.Y + h*vg.Length(k)}
		}
		place := map[string]strategy{}
		for _, s := range all {
			place[s.name] = s
		}
		for i := range cells {
			for k := range cells[i] {
				name, share, lead := best(cells[i][k])
				if name == "" {
					continue
				}
				fill := place[name].colour()
				opacity := 0.25 + 0.75*max(0, (share-0.4)/0.6)
				c.SetColor(white)
				c.Fill(rectangle(corner(i, k), corner(i+1, k+1)))
				c.SetColor(faint(fill, opacity))
				c.Fill(rectangle(corner(i, k), corner(i+1, k+1)))
				label := unit.short(lead)
				if style := text(on(blend(fill, opacity))); style.Width(label)+6 < w && lineHeight < h {
					write(c, style, vg.Point{X: corner(i, k).X + w/2, Y: corner(i, k).Y + h/2 - halfCapital}, 0.5, label)
				}
			}
		}
		border := draw.LineStyle{Color: black, Width: 2.4}
		for i := range cells {
			for k := range cells[i] {
				here, _, _ := best(cells[i][k])
				if i+1 < x.n {
					if there, _, _ := best(cells[i+1][k]); here != "" && there != "" && here != there {
						c.StrokeLines(border, []vg.Point{corner(i+1, k), corner(i+1, k+1)})
					}
				}
				if k+1 < y.n {
					if there, _, _ := best(cells[i][k+1]); here != "" && there != "" && here != there {
						c.StrokeLines(border, []vg.Point{corner(i, k+1), corner(i+1, k+1)})
					}
				}
			}
		}
		last := area.Min.X - 1e6
		for k, m := range x.marks {
			at := area.Min.X + w*vg.Length(m)
			if half := text(soft).Width(x.labels[k]) / 2; at-half > last+6 {
				write(c, text(soft), vg.Point{X: at, Y: area.Min.Y - lineHeight}, 0.5, x.labels[k])
				last = at + half
			}
		}
		low := area.Min.Y - 1e6
		for k, m := range y.marks {
			if at := area.Min.Y + h*vg.Length(m); at > low+lineHeight {
				write(c, text(soft), vg.Point{X: area.Min.X - 8, Y: at - halfCapital}, 1, y.labels[k])
				low = at
			}
		}
		write(c, text(soft), vg.Point{X: area.Max.X, Y: area.Min.Y - 2*lineHeight}, 1, x.factor)
		write(c, text(soft), vg.Point{X: c.Min.X, Y: area.Max.Y + 12}, 0, y.factor)
	}
	return f, nil
}

// named returns the strategies of some names, in the order of the scenario.
func (d *Data) named(names []string) []strategy {
	seen := map[string]bool{}
	var all []strategy
	extra := len(d.Strategies)
	for _, n := range names {
		if n == "" || seen[n] {
			continue
		}
		seen[n] = true
		at := slices.Index(d.Strategies, n)
		if at < 0 {
			at = extra
			extra++
		}
		all = append(all, strategy{n, at})
	}
	slices.SortStableFunc(all, func(a, b strategy) int { return cmp.Compare(a.place, b.place) })
	return all
}
