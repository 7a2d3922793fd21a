package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// staysPlot shows how long people stay in each stage: the share of those who
// entered it who are still there after so many weeks.
func staysPlot(d *Data) (*Figure, error) {
	t, err := d.need("survival", "strategy", "stay", "week", "survival")
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	groups, err := t.Groups("stay")
	if err != nil {
		return nil, err
	}
	type stay struct {
		name   string
		curves []curve
	}
	var stays []stay
	last := 1.0
	for _, g := range groups {
		s := stay{name: plainName(g.Value)}
		if s.name == "present customer" { // too long for a heading
			s.name = "any customer"
		}
		for _, a := range all {
			own, err := g.Where("strategy", a.name)
			if err != nil {
				return nil, err
			}
			c := curve{strategy: a}
			if c.week, err = own.Floats("week"); err != nil {
				return nil, err
			}
			if c.mean, err = own.Floats("survival"); err != nil {
				return nil, err
			}
			for i := range c.mean {
				c.mean[i] *= 100
				last = math.Max(last, c.week[i])
			}
			if len(c.week) > 1 {
				s.curves = append(s.curves, c)
			}
		}
		if len(s.curves) > 0 && len(stays) < 8 {
			stays = append(stays, s)
		}
	}
	if len(stays) == 0 {
		return nil, fmt.Errorf("%w: nobody stayed anywhere", ErrNothing)
	}
	f := d.figure("How long people stay", "Share of those who came into a stage who are still in it, by weeks since (Kaplan & Meier 1958, over all runs).")
	for _, s := range stays {
		c := s.curves[len(s.curves)-1]
		f.Says = join(f.Says, fmt.Sprintf("%s, %s: half have left after %s.", s.name, c.name, halfLife(c)))
	}
	f.body = func(c draw.Canvas) {
		var entries []entry
		for _, a := range all {
			entries = append(entries, entry{a.name, func(c draw.Canvas, at vg.Point) { c.StrokeLine2(a.line(), at.X-9, at.Y, at.X+9, at.Y) }})
		}
		width := keyWidth(entries, c.Max.X-c.Min.X)
		key(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: vg.Point{X: c.Max.X - width, Y: c.Min.Y}, Max: c.Max}}, entries)
		p := panel{x: scale{max: last, ticks: weekTicks(last, 2), label: "weeks"}, y: scale{max: 100, ticks: percent.ticks(0, 100, 2)}}
		room := draw.Crop(c, 0, -width-16, 0, 0)
		for i, part := range tiles(room, len(stays), p.left(), p.bottom(), 34, lineHeight+10) {
			own := p
			own.layers = nil
			own.bare, own.hollow = !part.first, !part.low
			if i+1 < len(stays) {
				own.x.label = ""
			}
			for _, of := range stays[i].curves {
				own.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
					stroke(c, of.line(), len(of.week), func(k int) (vg.Point, bool) {
						return vg.Point{X: x(of.week[k]), Y: y(of.mean[k])}, !math.IsNaN(of.mean[k])
					})
				})
			}
			own.draw(part.Canvas)
			heading(part.Canvas, stays[i].name, 1)
		}
	}
	return f, nil
}

// halfLife is the week after which half have left.
func halfLife(c curve) string {
	for i, share := range c.mean {
		if share <= 50 {
			return fmt.Sprintf("%.0f weeks", c.week[i])
		}
	}
	return "more than " + fmt.Sprintf("%.0f weeks", c.week[len(c.week)-1])
}
