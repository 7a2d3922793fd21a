package plots

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// rows are strategies one below the other, their names at the left.
type rows struct {
	draw.Canvas // right of the names
	all         []strategy
	second      []string  // a line below each name, if not nil
	width       vg.Length // of the names
	left, pitch vg.Length
}

// rowsOf makes room for the names of the strategies at the left of a canvas.
func rowsOf(c draw.Canvas, all []strategy) rows {
	return rowsWithin(c, all, tagWidth(names(all), c.Max.X-c.Min.X))
}

func names(all []strategy) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = s.name
	}
	return out
}

// rowsWithin makes so much room.
func rowsWithin(c draw.Canvas, all []strategy, width vg.Length) rows {
	return rows{Canvas: draw.Crop(c, width+10, 0, 0, 0), all: all, left: c.Min.X, width: width}
}

// within sets the height that the rows share, and writes the names.
func (r *rows) within(bottom, top vg.Length) {
	r.Min.Y, r.Max.Y = bottom, top
	r.pitch = (top - bottom) / vg.Length(len(r.all))
	most := 2
	if r.pitch < 2*lineHeight || r.second != nil {
		most = 1
	}
	for i, s := range r.all {
		lines := wrap(text(ink), s.name, r.width, most)
		if r.second != nil {
			lines = append(lines, r.second[i])
		}
		if i > 0 && r.pitch < 2.8*lineHeight { // names of two lines would run into each other
			y := r.middle(i) + r.pitch/2
			r.StrokeLine2(draw.LineStyle{Color: grid, Width: 1}, r.left, y, r.Min.X-6, y)
		}
		y := r.middle(i) + lineHeight*vg.Length(len(lines)-1)/2 - halfCapital
		for k, line := range lines {
			style := text(ink)
			if r.second != nil && k > 0 {
				style = text(soft)
			}
			write(r.Canvas, style, vg.Point{X: r.Min.X - 10, Y: y}, 1, line)
			y -= lineHeight
		}
	}
}

// middle returns the height of the middle of a row.
func (r *rows) middle(i int) vg.Length { return r.Max.Y - r.pitch*(vg.Length(i)+0.5) }
