//go:build !js

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"grapevine/lab/page"
)

var shots = flag.String("shots", "", "folder to write pictures of the lab to, for looking at")

// tab is the lab in a real browser.
type tab struct {
	testing.TB
	ctx       context.Context
	downloads string
}

// openLab exports the lab and opens the file from disk, without a network.
func openLab(t testing.TB, fragment string) *tab {
	t.Helper()
	b := browse(t)
	file := filepath.Join(b.downloads, "lab.html")
	var out bytes.Buffer
	if code := Main(t.Context(), []string{"lab", "--export", file}, &out, &out); code != 0 {
		t.Fatalf("lab --export: exit code %d\n%s", code, &out)
	}
	b.do(chromedp.Navigate("file://" + file + fragment))
	b.until("document.body.classList.contains('ready')")
	return b
}

// browse starts a browser that can reach nothing, and holds what its console
// says against the page.
func browse(t testing.TB) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Skip("no chromium or chrome here: nothing is tried in a browser (apt-get install chromium)")
	}
	dir := t.TempDir()
	options := append(chromedp.DefaultExecAllocatorOptions[:len(chromedp.DefaultExecAllocatorOptions):len(chromedp.DefaultExecAllocatorOptions)],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("proxy-server", "127.0.0.1:9"), // nothing can be reached
		chromedp.Flag("hide-scrollbars", true))
	limited, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	alloc, cancel := chromedp.NewExecAllocator(limited, options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	b := &tab{t, ctx, dir}
	b.do(chromedp.EmulateViewport(1280, 900))
	if _, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}); err != nil {
		t.Fatal(err)
	}
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			if kind := string(m.Type); kind == "error" || kind == "warning" || m.Type == chromedp.ConsoleException {
				t.Errorf("the console says: %s: %s", kind, m.Text)
			}
		}
	}()
	return b
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// until waits for something to be true in the page.
func (b *tab) until(expression string) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(time.Minute), chromedp.WithPollingInterval(50*time.Millisecond))); err != nil {
		fault, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.getElementById('fault').textContent"))
		b.Fatalf("waiting for %s: %v; the page says %q", expression, err, fault)
	}
}

func (b *tab) text(expression string) string {
	b.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return s
}

// keys types on whatever has the focus.
func (b *tab) keys(s string) { b.Helper(); b.do(chromedp.KeyEvent(s)) }

func (b *tab) focus(id string) {
	b.Helper()
	b.text("document.getElementById('" + id + "').focus(), document.activeElement.id")
}

// saved waits for a file that the page has given out.
func (b *tab) saved(name string) []byte {
	b.Helper()
	for range 200 {
		if data, err := os.ReadFile(filepath.Join(b.downloads, name)); err == nil && len(data) > 0 {
			return data
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.Fatalf("%s was not saved", name)
	return nil
}

// shot takes a picture of the whole page, if asked for.
func (b *tab) shot(name string) {
	b.Helper()
	if *shots == "" {
		return
	}
	time.Sleep(300 * time.Millisecond)
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o666); err != nil {
		b.Fatal(err)
	}
}

// The lab in a file, opened from disk with the network off, gives out the same
// summary.csv and series.csv as the command line, byte for byte, and a scenario
// that gives them again; all by keyboard.
func TestLabIsTheCommandLine(t *testing.T) {
	b := openLab(t, "#p=classroom-journey&product.quality=0.8&seed=7")
	b.focus("many-n")
	b.text("document.getElementById('many-n').select(), ''")
	b.keys("12" + kb.Tab)
	b.focus("many-run")
	b.keys(kb.Enter)
	b.until("!document.getElementById('save-summary').disabled && document.getElementById('many-run').textContent === 'Run them'")
	if s := b.text("document.getElementById('many-sentence').textContent"); !strings.Contains(s, "n = 12 paired runs") {
		t.Errorf("the answer is %q: want one of 12 paired runs", s)
	}
	got := map[string][]byte{}
	for id, name := range map[string]string{"save-summary": "summary.csv", "save-series": "series.csv", "save-toml": "classroom-journey.toml", "save-world": "classroom-journey-world-1.csv"} {
		b.focus(id)
		b.keys(kb.Enter)
		got[name] = b.saved(name)
	}

	dir := t.TempDir()
	run := func(replicates string) func(name string) []byte {
		t.Helper()
		to := filepath.Join(dir, replicates)
		var out bytes.Buffer
		arguments := []string{"run", "classroom-journey", "--seed", "7", "--replicates", replicates, "--set", "product.quality=0.8", "--quiet", "--no-plots", "-o", to}
		if code := Main(t.Context(), arguments, &out, &out); code != 0 && code != exitAssert {
			t.Fatalf("run: exit code %d\n%s", code, &out)
		}
		return func(name string) []byte {
			data, err := os.ReadFile(filepath.Join(to, name))
			if err != nil {
				t.Fatal(err)
			}
			return data
		}
	}
	many, one := run("12"), run("1")
	for name, want := range map[string][]byte{
		"summary.csv": many("summary.csv"), "series.csv": many("series.csv"), "classroom-journey-world-1.csv": one("series.csv"),
	} {
		if !bytes.Equal(got[name], want) {
			t.Errorf("%s of the lab is not that of the command line", name)
		}
	}
	// The scenario that was saved gives the same numbers.
	file := filepath.Join(dir, "saved.toml")
	if err := os.WriteFile(file, got["classroom-journey.toml"], 0o666); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if code := Main(t.Context(), []string{"run", file, "--replicates", "12", "--quiet", "--no-plots", "-o", filepath.Join(dir, "again")}, &out, &out); code != 0 && code != exitAssert {
		t.Fatalf("run: exit code %d\n%s", code, &out)
	}
	again, err := os.ReadFile(filepath.Join(dir, "again", "summary.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, got["summary.csv"]) {
		t.Error("the scenario that the lab saves gives another summary.csv")
	}
	command := b.text("document.getElementById('command').textContent")
	if want := "grapevine run classroom-journey --seed 7 --replicates 12 --set product.quality=0.8"; command != want {
		t.Errorf("the lab gives the command as %q, want %q", command, want)
	}
	b.shot("many")
}

// Everything can be done by keyboard, and what has changed is said.
func TestLabByKeyboard(t *testing.T) {
	b := openLab(t, "")
	before := b.text("document.getElementById('figures-a').textContent")
	b.focus("lever-0-slider")
	for range 8 {
		b.keys(kb.ArrowRight)
	}
	b.until("location.hash.includes('product.quality=')")
	b.until(fmt.Sprintf("document.getElementById('figures-a').textContent !== %q", before))

	b.focus("reset")
	b.keys(kb.Enter)
	b.until("document.getElementById('week-now').textContent === '0'")
	b.focus("step")
	b.keys(kb.Enter)
	b.until("document.getElementById('week-now').textContent === '1'")
	b.until("document.getElementById('live').textContent.startsWith('Week 1.')")
	b.focus("play")
	b.keys(kb.Enter)
	b.until("Number(document.getElementById('week-now').textContent) > 3")
	b.keys(kb.Enter)
	b.until("document.getElementById('play').textContent === 'Play'")

	b.focus("net-a")
	person := b.text("document.getElementById('person').value")
	b.keys(kb.ArrowRight)
	b.until(fmt.Sprintf("document.getElementById('person').value !== %q", person))
	b.until("document.getElementById('live').textContent.startsWith('Person ')")
	b.focus("find-winner")
	b.keys(kb.Enter)
	b.until("document.querySelectorAll('#life-b .story li').length > 2")
	for _, side := range []string{"a", "b"} {
		if n := b.text("String(document.querySelectorAll('#life-" + side + " time').length)"); n == "0" {
			t.Errorf("nothing is told of the person in world %s", side)
		}
	}
	// A link shows the same elsewhere.
	link := b.text("location.hash")
	seen := "document.getElementById('figures-a').textContent + document.getElementById('life-b').textContent"
	want := b.text(seen)
	other := openLab(t, link)
	other.until(fmt.Sprintf("document.getElementById('person').value === %q", b.text("document.getElementById('person').value")))
	if got := other.text(seen); got != want {
		t.Errorf("the link %s shows\n%s\nwant\n%s", link, got, want)
	}
	// So does one that is pasted, wherever the file lies that it was copied from.
	other.focus("open-link")
	other.keys(kb.Enter)
	other.until("document.activeElement.id === 'given'")
	other.keys("nothing" + kb.Enter)
	other.until("document.getElementById('given-fault').textContent !== ''")
	other.text("document.getElementById('given').select(), ''")
	other.keys("file:///home/teacher/lab.html#p=crisis-recovery&crisis.hit=0.6&seed=5&week=40" + kb.Enter)
	other.until("document.getElementById('command').textContent.startsWith('grapevine run crisis-recovery --seed 5 ')")
	if c := other.text("document.getElementById('command').textContent"); !strings.HasSuffix(c, "--set crisis.hit=0.6") {
		t.Errorf("the pasted link gives the command %q, want one with crisis.hit=0.6", c)
	}
}

// Axe finds nothing to complain of, in light and in dark, wide and narrow, with
// all tables open.
func TestLabIsAccessible(t *testing.T) {
	b := openLab(t, "")
	b.text("document.getElementById('many-n').value = '5', document.getElementById('many-run').click(), ''")
	b.until("document.getElementById('many-run').textContent === 'Run them'")
	b.text("document.getElementById('sweep-n').value = '2', document.getElementById('sweep-points').value = '5', document.getElementById('sweep-run').click(), ''")
	b.until("document.getElementById('sweep-run').textContent === 'Sweep it'")
	b.accessible("light")
	b.shot("light")
	b.text("document.getElementById('theme').click(), ''")
	b.text("document.querySelectorAll('details').forEach((d) => { d.open = true; }), ''")
	b.accessible("dark, with tables")
	if n := b.text("String([...document.querySelectorAll('details.behind')].filter((d) => d.open && d.querySelectorAll('tbody tr').length > 1).length)"); n != "7" {
		t.Errorf("%s charts have a table behind them, want all 7", n)
	}
	b.text("document.getElementById('open-link').click(), ''")
	b.accessible("dark, with the box for a link")
	b.text("document.getElementById('given-no').click(), ''")
	b.text("document.querySelectorAll('details').forEach((d) => { d.open = false; }), ''")
	b.shot("dark")
	b.do(chromedp.EmulateViewport(390, 844))
	b.accessible("narrow")
	if wide := b.text("String(document.documentElement.scrollWidth)"); wide != "390" {
		t.Errorf("on 390 pixels the page is %s wide", wide)
	}
	b.shot("narrow")
	b.text("document.getElementById('theme').click(), ''")
	b.shot("narrow-light")
}

// accessible holds what axe complains of against the page.
func (b *tab) accessible(where string) {
	b.Helper()
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		b.Fatal(err)
	}
	b.do(chromedp.Evaluate[chromedp.Void](string(axe)))
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]byte](`axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
		.then((r) => r.violations.map((v) => ({id: v.id, help: v.help, at: v.nodes.slice(0, 4).map((n) => n.target.join(' ') + ': ' + n.failureSummary)})))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	var violations []struct {
		ID, Help string
		At       []string
	}
	if err := json.Unmarshal(found, &violations); err != nil {
		b.Fatal(err)
	}
	for _, v := range violations {
		b.Errorf("%s: %s: %s\n\t%s", where, v.ID, v.Help, strings.Join(v.At, "\n\t"))
	}
}

// Nothing moves by itself, least of all for those who ask for less motion.
func TestLabKeepsStill(t *testing.T) {
	b := openLab(t, "")
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
		t.Fatal(err)
	}
	if n := b.text("String(document.getAnimations().length + [...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0).length)"); n != "0" {
		t.Errorf("%s elements move", n)
	}
	if b.text("document.getElementById('play').getAttribute('aria-pressed')") != "false" {
		t.Error("the lab plays by itself")
	}
}

// Served on this machine, under its stricter policy, the lab opens as well.
func TestLabServed(t *testing.T) {
	b := openLab(t, "")
	var whole bytes.Buffer
	if err := page.Write(&whole, page.Start{Name: "hubs-vs-many"}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(labHandler(whole.Bytes()))
	defer server.Close()
	b.do(chromedp.Navigate(server.URL + "/"))
	b.until("document.body.classList.contains('ready')")
	if title := b.text("document.getElementById('title').textContent"); !strings.HasPrefix(title, "Whom to seed") {
		t.Errorf("the lab shows %q, want hubs-vs-many", title)
	}
}

// A market of a thousand over two years, two worlds with all they hear, from the
// moment a lever is moved. The budget is a tenth of a second a world.
func BenchmarkLab(b *testing.B) {
	page := openLab(b, "#p=cc-vs-ba&customers=1000")
	page.text("document.querySelector('#levers input[type=range]').focus(), ''")
	total, n := 0, 0
	for b.Loop() {
		page.text("document.getElementById('took').textContent = ''")
		page.keys(kb.ArrowRight)
		page.until("document.getElementById('took').textContent !== ''")
		var took int
		if _, err := fmt.Sscanf(page.text("document.getElementById('took').textContent"), "played in %d ms", &took); err != nil {
			b.Fatal(err)
		}
		total, n = total+took, n+1
	}
	b.ReportMetric(float64(total)/float64(n)/2, "ms/world")
	b.ReportMetric(0, "ns/op")
	var ready float64
	fmt.Sscan(page.text("String(performance.getEntriesByName('ready')[0].startTime)"), &ready)
	b.ReportMetric(ready, "ms-to-ready")
}
