package plots

import (
	"fmt"
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
		x: scale{max: last, ticks: weekTicks(last, 8), label: "week"},
		y: around(low, high, f.unit.ticks(low, high, 5), f.label),
	}
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
				return x(curve.week[i]), y(curve.low[i]), y(curve.high[i]), !math.IsNaN(curve.low[i]) && !math.IsNaN(curve.high[i])
			})
		})
	}
	for _, curve := range f.all {
		p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
			stroke(c, curve.line(), len(curve.week), func(i int) (vg.Point, bool) {
				return vg.Point{X: x(curve.week[i]), Y: y(curve.mean[i])}, !math.IsNaN(curve.mean[i])
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

func adoptionPlot(d *Data) (*Figure, error) {
	all, err := d.sums("n_customer", "n_loyal", "n_advocate")
	if err != nil {
		return nil, err
	}
	f := d.figure("Customers over time", "Customers, loyal customers and advocates. "+d.aboutFan())
	body := fan{all: all, unit: plain, label: "customers", zero: true}
	body.tag = func(c curve) string {
		_, mean, _ := c.last()
		return plain.short(mean)
	}
	if n := float64(d.Customers); n > 0 {
		for _, c := range all {
			for i := range c.week {
				c.mean[i], c.low[i], c.high[i] = 100*c.mean[i]/n, 100*c.low[i]/n, 100*c.high[i]/n
			}
		}
		body.unit, body.label = percent, "% of the market"
		body.tag = func(c curve) string {
			_, mean, _ := c.last()
			return percent.short(mean)
		}
	}
	f.body = body.body
	return f, nil
}

func cashPlot(d *Data) (*Figure, error) {
	all, err := d.curves("cum_profit")
	if err != nil {
		return nil, err
	}
	f := d.figure("Cumulative profit", d.aboutFan()+" Dot: break-even of the line.")
	f.body = fan{
		all: all, unit: d.money(), label: "profit since the start", zero: true,
		tag: func(c curve) string {
			if i, ok := breakEven(c); ok {
				return fmt.Sprintf("break-even week %.0f", c.week[i])
			}
			if _, mean, _ := c.last(); mean >= 0 {
				return "never in the red"
			}
			return "no break-even"
		},
		marks: func(c curve) []int {
			if i, ok := breakEven(c); ok {
				return []int{i}
			}
			return nil
		},
	}.body
	return f, nil
}

// breakEven returns the index of the first week from which on the mean stays
// at or above zero, if it was below zero before.
func breakEven(c curve) (int, bool) {
	for i := len(c.mean) - 1; i >= 0; i-- {
		if c.mean[i] < 0 {
			return i + 1, i+1 < len(c.mean)
		}
	}
	return 0, false
}

func revenuePlot(d *Data) (*Figure, error) {
	all, err := d.curves("revenue")
	if err != nil {
		return nil, err
	}
	for i := range all { // nothing is sold before the first week
		if c := &all[i]; len(c.week) > 1 && c.week[0] == 0 {
			c.week, c.mean, c.low, c.high = c.week[1:], c.mean[1:], c.low[1:], c.high[1:]
		}
	}
	money := d.money()
	f := d.figure("Revenue by week", d.aboutFan())
	f.body = fan{all: all, unit: money, label: "revenue a week", zero: true, tag: func(c curve) string {
		_, mean, _ := c.last()
		return money.short(mean) + " a week"
	}}.body
	return f, nil
}

func npsPlot(d *Data) (*Figure, error) {
	all, err := d.curves("nps")
	if err != nil {
		return nil, err
	}
	f := d.figure("Net promoter score over time", "Promoters less detractors, in points of 100. "+d.aboutFan())
	f.body = fan{all: all, unit: plain, label: "NPS", zero: true, tag: func(c curve) string {
		_, mean, _ := c.last()
		return "NPS " + plain.write(mean, 1, 0, "")
	}}.body
	return f, nil
}
