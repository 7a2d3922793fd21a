package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// fan is a picture of one response over the weeks: for each strategy the mean
// over the runs as a line, and 80 % of the runs as a band.
type fan struct {
	all   []curve
	unit  unit
	label string               // of the y axis
	tag   func(c curve) string // says more beside a strategy's name, if not nil
	marks func(c curve) []int  // weeks (by index) to mark on the line, if not nil
	zero  bool                 // the y axis includes 0
	runs  bool                 // along the x axis are runs, not weeks, and the first bands may be cut
}

// aboutFan says how a fan is read.
func (d *Data) aboutFan() string {
	if d.Replicates == 1 {
		return "Line: the only run."
	}
	return "Line: mean of the runs. Band: 10th to 90th percentile."
}

// body draws the fan.
func (f fan) body(c draw.Canvas) {
	low, high, last := math.Inf(1), math.Inf(-1), 1.0
	if f.zero {
		low, high = 0, 0
	}
	for _, curve := range f.all {
		for i := range curve.week {
			if f.runs && i < len(curve.week)/20+1 {
				continue // too wide to be looked at
			}
			for _, v := range []float64{curve.mean[i], curve.low[i], curve.high[i]} {
				if !math.IsNaN(v) {
					low, high = min(low, v), max(high, v)
				}
			}
			last = max(last, curve.week[i])
		}
	}
	if low == high { // zero variance, and nothing happens
		low, high = low-math.Abs(low)/10, high+math.Abs(high)/10
	}
	if low == high {
		high = low + 1
	}
	p := &panel{
		x: scale{max: last, ticks: weekTicks(last, max(2, min(8, int((c.Max.X-c.Min.X)*0.6/45)))), label: "week"},
		y: around(low, high, f.unit.ticks(low, high, 5), f.label),
	}
	if f.runs {
		p.x.label, p.x.ticks = "runs", plain.ticks(0, last, max(2, min(8, int((c.Max.X-c.Min.X)*0.6/60))))
		for p.x.ticks[len(p.x.ticks)-1].Value > last {
			p.x.ticks = p.x.ticks[:len(p.x.ticks)-1]
		}
	}
	within := func(v float64) float64 { return math.Min(math.Max(v, p.y.min), p.y.max) }
	wash := 0.22 // bands lie upon each other: the more, the fainter
	switch {
	case len(f.all) > 4:
		wash = 0.11
	case len(f.all) > 2:
		wash = 0.17
	}
	for _, curve := range f.all {
		p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
			fill(c, faint(curve.colour(), wash), len(curve.week), func(i int) (vg.Length, vg.Length, vg.Length, bool) {
				return x(curve.week[i]), y(within(curve.low[i])), y(within(curve.high[i])), !math.IsNaN(curve.low[i]) && !math.IsNaN(curve.high[i])
			})
		})
	}
	for _, curve := range f.all {
		p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
			stroke(c, curve.line(), len(curve.week), func(i int) (vg.Point, bool) {
				return vg.Point{X: x(curve.week[i]), Y: y(within(curve.mean[i]))}, !math.IsNaN(curve.mean[i])
			})
		})
	}
	if f.marks != nil {
		for _, curve := range f.all {
			p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
				for _, i := range f.marks(curve) {
					at := vg.Point{X: x(curve.week[i]), Y: y(curve.mean[i])}
					dot(c, at, 6, white)
					dot(c, at, 4.5, curve.colour())
				}
			})
		}
	}

	whole := c.Max.X - c.Min.X
	var names []string
	for _, curve := range f.all {
		names = append(names, curve.name)
		if f.tag != nil {
			names = append(names, f.tag(curve))
		}
	}
	width := tagWidth(names, whole)
	area := p.inside(draw.Crop(c, 0, -width-tagRoom, 0, 0))
	p.draw(area)
	room := float64(c.Max.Y - c.Min.Y)
	most := 3 // lines of a tag, as the strategies leave room for
	for most > 1 && float64(len(f.all))*(float64(most)*float64(lineHeight)+3) > room {
		most--
	}
	var all []tag
	for _, curve := range f.all {
		week, mean, ok := curve.last()
		if !ok {
			continue
		}
		lines := wrap(text(ink), curve.name, width, max(1, most-1))
		if f.tag != nil && most > 1 {
			lines = append(lines, wrap(text(ink), f.tag(curve), width, 1)...)
		}
		all = append(all, tag{
			at: p.y.at(mean, area.Min.Y, area.Max.Y), from: p.x.at(week, area.Min.X, area.Max.X),
			lines: lines, strategy: curve.strategy,
		})
	}
	tags(c, c.Max.X-width-28, c.Min.Y, c.Max.Y, all)
}

// dot fills a circle.
func dot(c draw.Canvas, at vg.Point, radius vg.Length, colour color.Color) {
	var path vg.Path
	path.Move(vg.Point{X: at.X + radius, Y: at.Y})
	path.Arc(at, radius, 0, 2*math.Pi)
	path.Close()
	c.SetColor(colour)
	c.Fill(path)
}
