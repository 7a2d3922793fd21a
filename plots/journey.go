package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// leg is a stage on the way of the market: how many reached it, in percent.
type leg struct {
	stage
	reached float64
}

// shown returns the strategies that a picture with room for two shows: the
// baseline and the best of the others.
func (d *Data) shown(all []strategy) []strategy {
	if len(all) < 3 {
		return all
	}
	base := max(0, slices.IndexFunc(all, func(s strategy) bool { return s.name == d.Baseline }))
	name := d.Best()
	best := slices.IndexFunc(all, func(s strategy) bool { return s.name == name })
	if best < 0 || best == base {
		best = len(all) - 1
	}
	return []strategy{all[base], all[best]}
}

// Best returns the strategy other than the baseline with the best mean of the
// objective; empty if no table tells.
func (d *Data) Best() string {
	means, err := d.means(d.objective())
	if err != nil {
		return ""
	}
	best := ""
	for _, name := range d.Strategies {
		x, ok := means[name]
		better := best == "" || x > means[best]
		if d.Objective.Direction == "min" {
			better = best == "" || x < means[best]
		}
		if ok && better && name != d.Baseline {
			best = name
		}
	}
	return best
}

// means returns the mean of a metric by strategy.
func (d *Data) means(metric string) (map[string]float64, error) {
	t, err := d.need("summary", "strategy", "metric", "mean")
	if err != nil {
		return nil, err
	}
	if t, err = t.Where("metric", metric); err != nil {
		return nil, err
	}
	names, err := t.Strings("strategy")
	if err != nil {
		return nil, err
	}
	values, err := t.Floats("mean")
	if err != nil {
		return nil, err
	}
	means := map[string]float64{}
	for i, name := range names {
		means[name] = values[i]
	}
	if len(means) == 0 {
		return nil, fmt.Errorf("%w: no mean of %s", ErrNothing, metric)
	}
	return means, nil
}

func journeyPlot(d *Data) (*Figure, error) {
	if d.Customers <= 0 {
		return nil, ErrNothing
	}
	every, stages, shares, given, err := d.reached()
	if err != nil {
		return nil, err
	}
	both := len(every) > 2
	all := d.shown(every)
	ways := make([][]leg, len(all))
	for i, s := range all {
		k := slices.IndexFunc(every, func(e strategy) bool { return e.name == s.name })
		most := 100.0 // nobody reaches a stage who has not been in the one before
		for j, stage := range stages {
			most = math.Min(most, shares[k][j])
			ways[i] = append(ways[i], leg{stage, most})
		}
	}
	about := "Share of the market that went on to each stage by the end (above), and that got no further (below): mean over the runs."
	if both {
		about += " Shown are the baseline and the best of the others."
	}
	f := d.figure("Where people stall", about+given)
	for i, s := range all {
		var words []string
		for _, l := range ways[i] {
			words = append(words, share(l.reached)+" "+l.name)
		}
		f.Says = join(f.Says, s.name+": "+strings.Join(words, ", ")+".")
	}
	f.body = func(c draw.Canvas) {
		gap := vg.Length(12)
		height := (c.Max.Y - c.Min.Y - gap*vg.Length(len(all)-1)) / vg.Length(len(all))
		for i, s := range all {
			top := c.Max.Y - vg.Length(i)*(height+gap)
			sankey(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
				Min: vg.Point{X: c.Min.X, Y: top - height}, Max: vg.Point{X: c.Max.X, Y: top},
			}}, s, ways[i])
		}
	}
	return f, nil
}

// sankey draws one journey: at each stage the stream parts into those who go
// on and those who do not.
func sankey(c draw.Canvas, s strategy, way []leg) {
	name := wrap(bold(ink), s.name, c.Max.X-c.Min.X, 1)[0]
	write(c, bold(ink), vg.Point{X: c.Min.X, Y: c.Max.Y - 0.8*textSize}, 0, name)
	const node = vg.Length(7)
	half := text(ink).Width("advocates") / 2
	names := make([]string, len(way))
	for k, l := range way {
		names[k] = l.name
	}
	pitch := (c.Max.X - c.Min.X - node - half) / vg.Length(len(way))
	if widest(text(soft), names...)+8 > pitch {
		for k := range names {
			names[k] = strings.Replace(names[k], "considering", "consider", 1)
		}
	}
	top, bottom := c.Max.Y-3.4*lineHeight, c.Min.Y+lineHeight
	scale := (top - bottom - 10) / 100 // of a percent; the streams part by the rest
	x := func(k int) vg.Length { return c.Min.X + pitch*vg.Length(k) }
	c.SetColor(pale)
	c.Fill(rectangle(vg.Point{X: x(0), Y: top - 100*scale}, vg.Point{X: x(0) + node, Y: top}))
	before := leg{stages[slices.IndexFunc(stages, func(s stage) bool { return s.column == "unaware" })], 100}
	for k, l := range way {
		from, to := x(k)+node, x(k+1)
		went, stayed := vg.Length(l.reached)*scale, vg.Length(before.reached-l.reached)*scale
		ribbon(c, faint(l.colour, 0.45), from, top-went, top, to, top-went, top)
		ribbon(c, faint(before.colour, 0.55), from, top-went-stayed, top-went, to, bottom, bottom+stayed)
		c.SetColor(l.colour)
		c.Fill(rectangle(vg.Point{X: to, Y: top - max(went, 1)}, vg.Point{X: to + node, Y: top}))
		c.SetColor(before.colour)
		c.Fill(rectangle(vg.Point{X: to, Y: bottom}, vg.Point{X: to + node, Y: bottom + max(stayed, 1)}))
		at := to + node/2
		write(c, text(soft), vg.Point{X: at, Y: top + lineHeight + 3}, 0.5, names[k])
		write(c, bold(ink), vg.Point{X: at, Y: top + 4}, 0.5, share(l.reached))
		write(c, text(soft), vg.Point{X: at, Y: bottom - lineHeight + 4}, 0.5, share(before.reached-l.reached))
		before = l
	}
}

// ribbon fills a stream from one height to another.
func ribbon(c draw.Canvas, colour color.Color, from, low, high, to, low2, high2 vg.Length) {
	mid := (from + to) / 2
	var p vg.Path
	p.Move(vg.Point{X: from, Y: high})
	p.CubeTo(vg.Point{X: mid, Y: high}, vg.Point{X: mid, Y: high2}, vg.Point{X: to, Y: high2})
	p.Line(vg.Point{X: to, Y: low2})
	p.CubeTo(vg.Point{X: mid, Y: low2}, vg.Point{X: mid, Y: low}, vg.Point{X: from, Y: low})
	p.Close()
	c.SetColor(colour)
	c.Fill(p)
}
