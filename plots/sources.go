package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"grapevine/sim/results"
)

// sourceColours gives the sources that scenarios commonly have their colours,
// in the order in which they stand; others follow with what is left.
var sourceColours = []struct {
	name   string
	colour color.NRGBA
}{
	{"own need", pale},
	{"advertising", sky},
	{"content", yellow},
	{"friends", blue},
	{"acquaintances", green},
	{"followers", orange},
	{"community", pink},
	{"referral", vermillion},
}

var otherColours = []color.NRGBA{rgb(0x666666), rgb(0x8C6BB1), rgb(0xA6761D), rgb(0x9ECAE1), rgb(0xB3DE69), black}

// parts are amounts that add up, by strategy and name.
type parts struct {
	all   []strategy
	names []string
	of    []map[string]float64 // by strategy: mean over its runs
}

// partsOf sums a column by strategy and name, as a mean over the runs.
func (d *Data) partsOf(table, name, value string) (parts, error) {
	t, err := d.need(table, "strategy", "replicate", name, value)
	if err != nil {
		return parts{}, err
	}
	return d.partsIn(t, name, value)
}

// partsIn does so for a table that is there.
func (d *Data) partsIn(t *results.Table, name, value string) (parts, error) {
	all, err := d.strategies(t)
	if err != nil {
		return parts{}, err
	}
	out := parts{all: all}
	for _, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return parts{}, err
		}
		names, err := of.Strings(name)
		if err != nil {
			return parts{}, err
		}
		values, err := of.Floats(value)
		if err != nil {
			return parts{}, err
		}
		runs, err := of.Groups("replicate")
		if err != nil {
			return parts{}, err
		}
		sums := map[string]float64{}
		for i, n := range names {
			if !math.IsNaN(values[i]) {
				sums[n] += values[i] / float64(max(len(runs), d.Replicates))
			}
			if !slices.Contains(out.names, n) {
				out.names = append(out.names, n)
			}
		}
		out.of = append(out.of, sums)
	}
	return out, nil
}

// coloured sorts the sources as they stand in pictures, and gives each its
// colour.
func coloured(names []string) map[string]color.NRGBA {
	place := func(name string) int {
		for i, s := range sourceColours {
			if s.name == plainName(name) {
				return i
			}
		}
		return len(sourceColours)
	}
	slices.SortStableFunc(names, func(a, b string) int { return place(a) - place(b) })
	colour := map[string]color.NRGBA{}
	others := 0
	for _, n := range names {
		if i := place(n); i < len(sourceColours) {
			colour[n] = sourceColours[i].colour
		} else {
			colour[n] = otherColours[others%len(otherColours)]
			others++
		}
	}
	return colour
}

func sourcesPlot(d *Data) (*Figure, error) {
	p, err := d.partsOf("sources", "source", "customers")
	if err != nil {
		return nil, err
	}
	p.names = slices.DeleteFunc(p.names, func(n string) bool { return !p.some(n) })
	if len(p.names) == 0 {
		return nil, fmt.Errorf("%w: no customer was won", ErrNothing)
	}
	colour := coloured(p.names)
	f := d.figure("Where the customers came from",
		"Customers won, by who or what is credited with them: mean of the runs, in the order of the key.")
	for i, s := range p.all {
		var words []string
		for _, n := range p.names {
			if x := p.of[i][n]; x > 0 {
				words = append(words, plainName(n)+" "+plain.write(x, 1, 0, ""))
			}
		}
		f.Says = join(f.Says, fmt.Sprintf("%s: %s; in all %s.", s.name, strings.Join(words, ", "), plain.write(p.total(i), 1, 0, "")))
	}
	f.Rows = len(p.all)
	f.body = func(c draw.Canvas) {
		var entries []entry
		for _, n := range p.names {
			entries = append(entries, entry{plainName(n), swatch(colour[n])})
		}
		width := keyWidth(entries, c.Max.X-c.Min.X)
		r := rowsOf(draw.Crop(c, 0, -width-20, 0, 0), p.all)
		most := 0.0
		for i := range p.all {
			most = max(most, p.total(i))
		}
		last := text(ink).Width("  " + plain.write(most, 1, 0, ""))
		frame := panel{x: through(plain.ticks(0, most, 4), "customers won"), across: true}
		frame.x.max = most
		frame.x.ticks = slices.DeleteFunc(frame.x.ticks, func(t plot.Tick) bool { return t.Value > most })
		area := draw.Crop(r.Canvas, 0, -last, frame.bottom(), -6)
		frame.draw(area)
		r.within(area.Min.Y, area.Max.Y)
		bar := min(r.pitch*0.62, 46)
		for i := range p.all {
			y, from := r.middle(i), 0.0
			for _, n := range p.names {
				to := from + p.of[i][n]
				left, right := frame.x.at(from, area.Min.X, area.Max.X), frame.x.at(to, area.Min.X, area.Max.X)
				block(c, colour[n], left, right, y, bar, from > 0 && to > from)
				label := text(on(colour[n]))
				if s := plain.write(to-from, 1, 0, ""); label.Width(s)+8 < right-left {
					write(c, label, vg.Point{X: (left + right) / 2, Y: y - halfCapital}, 0.5, s)
				}
				from = to
			}
			end := frame.x.at(from, area.Min.X, area.Max.X)
			write(c, bold(ink), vg.Point{X: end + 6, Y: y - halfCapital}, 0, plain.write(from, 1, 0, ""))
		}
		key(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: c.Max.X - width, Y: c.Min.Y}, Max: vg.Point{X: c.Max.X, Y: area.Max.Y},
		}}, entries)
	}
	return f, nil
}

// block draws a part of a bar; a white line sets it off from the one before.
func block(c draw.Canvas, colour color.Color, from, to, y, bar vg.Length, off bool) {
	c.SetColor(colour)
	c.Fill(rectangle(vg.Point{X: from, Y: y - bar/2}, vg.Point{X: to, Y: y + bar/2}))
	if off {
		c.StrokeLine2(draw.LineStyle{Color: white, Width: 1}, from, y-bar/2, from, y+bar/2)
	}
}

// some reports whether a name has an amount under any strategy.
func (p parts) some(name string) bool {
	return slices.ContainsFunc(p.of, func(of map[string]float64) bool { return of[name] > 0 })
}

func (p parts) total(i int) float64 {
	sum := 0.0
	for _, n := range p.names {
		sum += p.of[i][n]
	}
	return sum
}

// plainName writes a name of a table as words.
func plainName(s string) string {
	return strings.NewReplacer("_", " ", "-", " ").Replace(s)
}
