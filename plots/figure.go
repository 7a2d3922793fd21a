package plots

import (
	"cmp"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Figure is a picture that has not got its size yet.
type Figure struct {
	Title string // what is shown
	About string // how to read it: lines, bands, units
	Note  string // what stands behind it: runs, customers, seed
	Says  string // its numbers in words, for those who cannot see it

	Rows int // lines of it that stand one below the other, if it is made of such

	body func(c draw.Canvas)
}

// figure begins a picture, with the note that every picture of the data bears.
func (d *Data) figure(title, about string) *Figure { return d.figureOf(d.Replicates, title, about) }

// figureOf begins a picture of so many runs, rather than of all; of 0 the note
// does not tell.
func (d *Data) figureOf(runs int, title, about string) *Figure {
	var parts []string
	if runs > 0 {
		parts = append(parts, count(runs, "run")+" of each strategy")
	}
	if d.Customers > 0 {
		parts = append(parts, count(d.Customers, "customer"))
	}
	if d.Weeks > 0 {
		parts = append(parts, count(d.Weeks, "week"))
	}
	note := strings.Join(append(parts, "seed "+strconv.FormatUint(d.Seed, 10)), ", ")
	if d.Title != "" {
		note = d.Title + " · " + note
	}
	return &Figure{Title: title, About: about, Note: note}
}

const margin vg.Length = 16

// draw lays the picture out: title and explanation above, note below, and the
// body between them.
func (f *Figure) draw(c draw.Canvas) {
	c.SetColor(white)
	c.Fill(rectangle(c.Min, c.Max))
	c = draw.Crop(c, margin, -margin, margin, -margin)
	width := c.Max.X - c.Min.X

	title := bold(ink)
	title.Font.Size = 21
	at := vg.Point{X: c.Min.X, Y: c.Max.Y - 18}
	for _, line := range wrap(title, f.Title, width, 2) {
		write(c, title, at, 0, line)
		at.Y -= 24
	}
	at.Y += 1
	for _, line := range wrap(text(soft), f.About, width, 3) {
		write(c, text(soft), at, 0, line)
		at.Y -= lineHeight
	}
	top := at.Y + lineHeight - 14

	note := wrap(text(soft), f.Note, width, 3)
	at.Y = c.Min.Y + lineHeight*vg.Length(len(note)-1) + 2
	c.StrokeLine2(draw.LineStyle{Color: grid, Width: 1}, c.Min.X, at.Y+lineHeight, c.Max.X, at.Y+lineHeight)
	bottom := at.Y + lineHeight + 8
	for _, line := range note {
		write(c, text(soft), at, 0, line)
		at.Y -= lineHeight
	}
	f.body(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
		Min: vg.Point{X: c.Min.X, Y: bottom},
		Max: vg.Point{X: c.Max.X, Y: top},
	}})
}

func rectangle(min, max vg.Point) vg.Path {
	var p vg.Path
	p.Move(min)
	p.Line(vg.Point{X: max.X, Y: min.Y})
	p.Line(max)
	p.Line(vg.Point{X: min.X, Y: max.Y})
	p.Close()
	return p
}

// scale is one axis of a panel.
type scale struct {
	min, max float64
	ticks    []plot.Tick
	label    string
	norm     plot.Normalizer // linear if nil
}

// through returns the scale that its ticks span.
func through(ticks []plot.Tick, label string) scale {
	return scale{min: ticks[0].Value, max: ticks[len(ticks)-1].Value, ticks: ticks, label: label}
}

// around returns the scale from low to high that its ticks span, without the
// first and last tick where most of the room up to them would be empty.
func around(low, high float64, ticks []plot.Tick, label string) scale {
	s := through(ticks, label)
	if n := len(ticks); n > 2 {
		step := ticks[1].Value - ticks[0].Value
		if high-ticks[n-2].Value < 0.4*step {
			s.max, s.ticks = max(high, ticks[n-2].Value), s.ticks[:n-1]
		}
		if ticks[1].Value-low < 0.4*step && len(s.ticks) > 2 {
			s.min, s.ticks = min(low, ticks[1].Value), s.ticks[1:]
		}
	}
	return s
}

// at places a value between two ends.
func (s scale) at(x float64, from, to vg.Length) vg.Length {
	share := (x - s.min) / (s.max - s.min)
	if s.norm != nil {
		share = s.norm.Normalize(s.min, s.max, x)
	}
	return from + vg.Length(share)*(to-from)
}

// panel is one pair of axes with what is drawn on them.
type panel struct {
	x, y   scale
	bare   bool // no numbers on the y axis: the panel to the left has them
	hollow bool // no numbers on the x axis: the panel below has them
	across bool // values run along the x axis, so the grid stands on it
	layers []func(c draw.Canvas, x, y func(float64) vg.Length)
}

func (p *panel) add(layer func(c draw.Canvas, x, y func(float64) vg.Length)) {
	p.layers = append(p.layers, layer)
}

// left returns the width that the numbers of the y axis take.
func (p *panel) left() vg.Length {
	if p.bare {
		return 0
	}
	var w vg.Length
	for _, t := range p.y.ticks {
		w = max(w, text(soft).Width(t.Label))
	}
	return w + 8
}

// bottom returns the height that the numbers and the label of the x axis take.
func (p *panel) bottom() vg.Length {
	h := vg.Length(4)
	if !p.hollow {
		h += lineHeight
	}
	if p.x.label != "" {
		h += lineHeight
	}
	return h
}

// top returns the height that the label of the y axis takes.
func (p *panel) top() vg.Length {
	if p.y.label != "" {
		return lineHeight + 6
	}
	return textSize / 2
}

// draw draws the layers onto the canvas, and the axes around it.
func (p *panel) draw(c draw.Canvas) {
	x := func(v float64) vg.Length { return p.x.at(v, c.Min.X, c.Max.X) }
	y := func(v float64) vg.Length { return p.y.at(v, c.Min.Y, c.Max.Y) }
	thin := draw.LineStyle{Color: grid, Width: 1}
	for _, t := range p.y.ticks {
		if !p.across && y(t.Value) <= c.Max.Y+1 {
			c.StrokeLine2(thin, c.Min.X, y(t.Value), c.Max.X, y(t.Value))
		}
		if !p.bare {
			write(c, text(soft), vg.Point{X: c.Min.X - 8, Y: y(t.Value) - halfCapital}, 1, t.Label)
		}
	}
	for _, t := range p.x.ticks {
		at := x(t.Value)
		if p.across {
			c.StrokeLine2(thin, at, c.Min.Y, at, c.Max.Y)
		} else {
			c.StrokeLine2(draw.LineStyle{Color: axis, Width: 1}, at, c.Min.Y-4, at, c.Min.Y)
		}
		if !p.hollow {
			write(c, text(soft), vg.Point{X: at, Y: c.Min.Y - lineHeight}, 0.5, t.Label)
		}
	}
	for _, layer := range p.layers {
		layer(c, x, y)
	}
	firm := draw.LineStyle{Color: axis, Width: 1}
	switch {
	case p.across && p.x.min <= 0 && p.x.max >= 0 && p.x.norm == nil:
		c.StrokeLine2(firm, x(0), c.Min.Y, x(0), c.Max.Y)
	case !p.across:
		c.StrokeLine2(firm, c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
		if p.y.min < 0 && p.y.max > 0 && p.y.norm == nil {
			c.StrokeLine2(firm, c.Min.X, y(0), c.Max.X, y(0))
		}
	}
	if p.y.label != "" {
		write(c, text(soft), vg.Point{X: c.Min.X - p.left(), Y: c.Max.Y + 12}, 0, p.y.label)
	}
	if p.x.label != "" {
		write(c, text(soft), vg.Point{X: c.Max.X, Y: c.Min.Y - p.bottom() + 4}, 1, p.x.label)
	}
}

// inside returns the canvas for a panel's data within the room that the panel
// may take.
func (p *panel) inside(room draw.Canvas) draw.Canvas {
	half := vg.Length(0) // of the last number, which juts out
	if n := len(p.x.ticks); n > 0 && !p.hollow {
		last := p.x.ticks[n-1]
		if (p.x.max-last.Value)/(p.x.max-p.x.min) < 0.02 {
			half = text(soft).Width(last.Label) / 2
		}
	}
	return draw.Crop(room, p.left(), -half, p.bottom(), -p.top())
}

// stroke draws a line through points, with a gap wherever one is missing.
func stroke(c draw.Canvas, style draw.LineStyle, n int, at func(i int) (vg.Point, bool)) {
	var line []vg.Point
	end := func() {
		if len(line) > 1 {
			c.StrokeLines(style, line)
		}
		line = nil
	}
	for i := range n {
		if point, ok := at(i); ok {
			line = append(line, point)
		} else {
			end()
		}
	}
	end()
}

// fill fills between two lines, with a gap wherever a point is missing.
func fill(c draw.Canvas, colour color.Color, n int, at func(i int) (x, low, high vg.Length, ok bool)) {
	var under, over []vg.Point
	end := func() {
		if len(under) > 1 {
			slices.Reverse(over)
			c.FillPolygon(colour, append(under, over...))
		}
		under, over = nil, nil
	}
	for i := range n {
		x, low, high, ok := at(i)
		if !ok {
			end()
			continue
		}
		under, over = append(under, vg.Point{X: x, Y: low}), append(over, vg.Point{X: x, Y: high})
	}
	end()
}

// tag is a label beside the data that it names.
type tag struct {
	at    vg.Length // height of what it names
	from  vg.Length // where that ends
	lines []string
	strategy
}

// tagWidth returns the width for tags: enough for the widest, but not more
// than a share of the whole.
func tagWidth(names []string, whole vg.Length) vg.Length {
	return min(widest(text(ink), names...)+1, whole*0.3)
}

// tags writes labels from x on, each as near to its height as its neighbours
// allow, and leads to it from where its line ends.
func tags(c draw.Canvas, x vg.Length, bottom, top vg.Length, all []tag) {
	slices.SortStableFunc(all, func(a, b tag) int { return cmp.Or(cmp.Compare(a.at, b.at), b.place-a.place) })
	want, size := make([]float64, len(all)), make([]float64, len(all))
	for i, t := range all {
		want[i], size[i] = float64(t.at), float64(lineHeight)*float64(len(t.lines))+3
	}
	for i, y := range apart(want, size, float64(bottom), float64(top)) {
		t := all[i]
		lead := t.line()
		lead.Width = 1.2
		lead.Dashes = nil
		c.StrokeLines(lead, []vg.Point{{X: t.from + 2, Y: t.at}, {X: x - 6, Y: vg.Length(y)}, {X: x, Y: vg.Length(y)}})
		c.StrokeLine2(t.line(), x, vg.Length(y), x+22, vg.Length(y))
		base := vg.Length(y) + lineHeight*vg.Length(len(t.lines)-1)/2 - halfCapital
		for _, line := range t.lines {
			write(c, text(ink), vg.Point{X: x + 28, Y: base}, 0, line)
			base -= lineHeight
		}
	}
}

// tagRoom is the width of a tag without its text.
const tagRoom vg.Length = 14 + 28

// apart moves wanted centres (in rising order) as little as needed, in the
// least squares, so that things of these sizes neither overlap nor leave
// [low, high]. If they cannot all fit, they stand evenly over it.
func apart(want, size []float64, low, high float64) []float64 {
	total := 0.0
	for _, s := range size {
		total += s
	}
	squeeze := 1.0
	if total > high-low {
		squeeze = (high - low) / total
	}
	// With the sizes below each thing taken off, not overlapping means not
	// falling: a monotone regression, by pooling adjacent violators.
	type block struct {
		sum float64
		n   int
	}
	var blocks []block
	offset := make([]float64, len(want))
	below := 0.0
	for i, w := range want {
		offset[i] = below + squeeze*size[i]/2
		below += squeeze * size[i]
		blocks = append(blocks, block{w - offset[i], 1})
		for k := len(blocks) - 1; k > 0 && blocks[k-1].sum/float64(blocks[k-1].n) > blocks[k].sum/float64(blocks[k].n); k-- {
			blocks[k-1].sum += blocks[k].sum
			blocks[k-1].n += blocks[k].n
			blocks = blocks[:k]
		}
	}
	out := make([]float64, 0, len(want))
	for _, b := range blocks {
		for range b.n {
			place := min(max(b.sum/float64(b.n), low), high-below)
			out = append(out, place+offset[len(out)])
		}
	}
	return out
}

// entry is a line of a key.
type entry struct {
	name string
	mark func(c draw.Canvas, at vg.Point) // draws a sample around a point
}

const keyMark vg.Length = 26 // width of a sample and the gap after it

// keyWidth returns the width of a key, within a share of the whole.
func keyWidth(all []entry, whole vg.Length) vg.Length {
	var names []string
	for _, e := range all {
		names = append(names, e.name)
	}
	return keyMark + tagWidth(names, whole)
}

// key writes a key from the top of the canvas down.
func key(c draw.Canvas, all []entry) {
	y := c.Max.Y - lineHeight/2
	for _, e := range all {
		lines := wrap(text(ink), e.name, c.Max.X-c.Min.X-keyMark+1, 2)
		e.mark(c, vg.Point{X: c.Min.X + 9, Y: y})
		for _, line := range lines {
			write(c, text(ink), vg.Point{X: c.Min.X + keyMark, Y: y - halfCapital}, 0, line)
			y -= lineHeight
		}
		y -= 4
	}
}

// swatch draws a sample of a fill.
func swatch(colour color.Color) func(draw.Canvas, vg.Point) {
	return func(c draw.Canvas, at vg.Point) {
		c.SetColor(colour)
		c.Fill(rectangle(vg.Point{X: at.X - 8, Y: at.Y - 6}, vg.Point{X: at.X + 8, Y: at.Y + 6}))
	}
}

// tile is the part of a page for one of several panels that share axes.
type tile struct {
	draw.Canvas
	first bool // of its row
	low   bool // the last of its column
}

// tiles parts the room into panels of equal size: left and bottom are the
// widths of the axes, gap that between panels, head the height of each panel's
// name.
func tiles(room draw.Canvas, n int, left, bottom, gap, head vg.Length) []tile {
	columns, rows := shape(n)
	width := (room.Max.X - room.Min.X - left - gap*vg.Length(columns-1)) / vg.Length(columns)
	height := (room.Max.Y - room.Min.Y - bottom - head*vg.Length(rows) - 8*vg.Length(rows-1)) / vg.Length(rows)
	var all []tile
	for i := range n {
		row, column := i/columns, i%columns
		at := vg.Point{
			X: room.Min.X + left + vg.Length(column)*(width+gap),
			Y: room.Max.Y - vg.Length(row+1)*(head+height) - 8*vg.Length(row),
		}
		all = append(all, tile{
			Canvas: draw.Canvas{Canvas: room.Canvas, Rectangle: vg.Rectangle{Min: at, Max: vg.Point{X: at.X + width, Y: at.Y + height}}},
			first:  column == 0, low: i+columns >= n,
		})
	}
	return all
}

// shape returns how many columns and rows so many panels stand in: wide pages
// have room for two rows rather than for three.
func shape(n int) (columns, rows int) {
	switch {
	case n <= 3:
		return n, 1
	case n <= 12:
		return (n + 1) / 2, 2
	}
	return 6, (n + 5) / 6
}

// nameLines returns how many lines the names of panels need.
func nameLines(c draw.Canvas, all []strategy) vg.Length {
	columns, _ := shape(len(all))
	room := (c.Max.X-c.Min.X-120)/vg.Length(columns) - 20
	for _, s := range all {
		if bold(ink).Width(s.name) > room {
			return 2
		}
	}
	return 1
}

// heading writes the name of a panel above it.
func heading(c draw.Canvas, name string, lines int) {
	headingOf(c, wrap(bold(ink), name, c.Max.X-c.Min.X+14, lines))
}

// headingOf does so for a name that is broken into lines.
func headingOf(c draw.Canvas, lines []string) {
	at := vg.Point{X: c.Min.X, Y: c.Max.Y + 7 + lineHeight*vg.Length(len(lines)-1)}
	for _, line := range lines {
		write(c, bold(ink), at, 0, line)
		at.Y -= lineHeight
	}
}
