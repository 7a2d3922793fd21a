// Package plots draws pictures of what a run has found, from its tables alone:
// an old results folder can be drawn again without a run.
package plots

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"grapevine/sim/results"
)

// Size is what a picture is for.
type Size struct {
	Name          string
	Width, Height vg.Length
	Text          vg.Length // size of the smallest text
	DPI           int       // of the PNG
}

// The sizes that are asked for most.
var (
	Slide = Size{"slide", 10 * vg.Inch, 5.625 * vg.Inch, 14, 192} // 1920 × 1080
	Paper = Size{"paper", 7 * vg.Inch, 4.2 * vg.Inch, 8, 300}     // across two columns
	Web   = Size{"web", 9.375 * vg.Inch, 5.5 * vg.Inch, 12, 96}   // 900 pixels wide
)

// Sizes lists the sizes by name.
var Sizes = map[string]Size{"slide": Slide, "paper": Paper, "web": Web}

// room returns the width and height of the picture where text has 14 pt.
func (s Size) room() (width, height vg.Length) {
	k := s.Text / textSize
	return s.Width / k, s.Height / k
}

// page returns what the picture is laid out on, for text of 14 pt.
func (s Size) page(c vg.Canvas) draw.Canvas {
	k := s.Text / textSize
	width, height := s.room()
	return draw.NewCanvas(page{Canvas: c, scale: k}, width, height)
}

// PNG draws the picture in pixels.
func (f *Figure) PNG(s Size) ([]byte, error) {
	c := vgimg.NewWith(vgimg.UseWH(s.Width, s.Height), vgimg.UseDPI(s.DPI))
	f.draw(s.page(c))
	return encode(c.Image())
}

// SVG draws the picture in lines and fills; its words are also there for those
// who listen to it.
func (f *Figure) SVG(s Size) []byte {
	width, height := s.room()
	d := newDrawing(height, false)
	f.draw(draw.NewCanvas(d, width, height))
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\"?>\n")
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="%spt" height="%spt" viewBox="0 0 %s %s" role="img">`+"\n",
		short(float64(s.Width)), short(float64(s.Height)), short(float64(width)), short(float64(height)))
	fmt.Fprintf(&b, "<title>%s</title>\n<desc>%s</desc>\n<defs>\n%s</defs>\n%s</svg>\n",
		html.EscapeString(f.Title), html.EscapeString(join(f.About, f.Says, f.Note)), d.glyphs.String(), d.body.String())
	return b.Bytes()
}

// join joins sentences.
func join(all ...string) string {
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), " ")
}

// Inline draws the picture without its title, explanation and note, to stand
// in a page that has them: as an SVG element that is as wide as there is room,
// with text as text, and with classes for the colours that are the page's
// (f-ink and s-ink to fill and to stroke, and so for soft, axis, grid, pale,
// paper, black and blue).
func (f *Figure) Inline(s Size) string {
	width, height := s.room()
	d := newDrawing(height, true)
	f.body(draw.NewCanvas(d, width, height))
	return fmt.Sprintf(`<svg class="%s" viewBox="0 0 %s %s" role="img" aria-label="%s">`+"\n%s</svg>",
		s.Name, short(float64(width)), short(float64(height)), html.EscapeString(join(f.Title+".", f.Says)), d.body.String())
}

// Draw draws every picture of which the data has the tables, as PNG and SVG,
// and hands each to the sink by its file name, as "cash.png"; all but slides
// bear the name of their size, as "cash-paper.png". Without a size it draws
// slides. The sink is called by one goroutine at a time, in the order of the
// names.
func Draw(d *Data, sink func(name string, bytes []byte) error, sizes ...Size) error {
	if len(sizes) == 0 {
		sizes = []Size{Slide}
	}
	type file struct {
		name  string
		bytes []byte
	}
	type drawn struct {
		files []file
		err   error
	}
	names := slices.Sorted(maps.Keys(Kinds))
	all := make([]chan drawn, len(names))
	places := make(chan struct{}, runtime.GOMAXPROCS(0)) // a picture in the making is some 20 MB
	var rest sync.WaitGroup
	defer rest.Wait()
	for i, name := range names {
		all[i] = make(chan drawn, 1)
		rest.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			f, err := Kinds[name].Draw(d)
			if err != nil {
				all[i] <- drawn{err: err}
				return
			}
			var out drawn
			for _, s := range sizes {
				base := name
				if s.Name != Slide.Name {
					base += "-" + s.Name
				}
				image, err := f.PNG(s)
				if err != nil {
					out.err = err
					break
				}
				out.files = append(out.files, file{base + ".png", image}, file{base + ".svg", f.SVG(s)})
			}
			all[i] <- out
		})
	}
	for i, name := range names {
		out := <-all[i]
		switch {
		case errors.Is(out.err, ErrNothing):
			continue
		case out.err != nil:
			return fmt.Errorf("plot %s: %w", name, out.err)
		}
		for _, f := range out.files {
			if err := sink(f.name, f.bytes); err != nil {
				return err
			}
		}
	}
	return nil
}

// DrawAll draws every picture of a results folder into another folder, which
// may be the plots folder within it.
func DrawAll(dir, into string, sizes ...Size) error {
	d, err := Open(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(into, 0o755); err != nil {
		return err
	}
	return Draw(d, func(name string, bytes []byte) error {
		return results.WriteWhole(filepath.Join(into, name), func(to io.Writer) error {
			_, err := to.Write(bytes)
			return err
		})
	}, sizes...)
}
