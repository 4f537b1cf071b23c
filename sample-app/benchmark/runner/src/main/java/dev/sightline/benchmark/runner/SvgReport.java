package dev.sightline.benchmark.runner;

import java.util.List;
import java.util.Locale;

import dev.sightline.benchmark.runner.Results.Figure;

/**
 * Draws the ratios to the bare application as bars.
 */
class SvgReport {

	private static final String[] COLORS = { "#1f6feb", "#b45309", "#64748b", "#0f8a6d", "#7c3aed" };

	/**
	 * Longer bars are cut, so that the short ones can be told apart.
	 */
	private static final double LONGEST = 4;

	private static final int BAR = 14;

	private static final int GROUP_GAP = 14;

	private static final int TOP = 84;

	private static final int LABELS = 70;

	private static final int PANEL = 440;

	private static final int UNIT = 78;

	private final Results results;

	private final Options options;

	private final List<String> variants;

	private final StringBuilder text = new StringBuilder();

	SvgReport(Results results, Options options) {
		this.results = results;
		this.options = options;
		this.variants = results.variants().stream().filter(Variant::isPeer).toList();
	}

	String write() {
		int bottom = TOP + this.options.endpoints.size() * group();
		int width = LABELS + 2 * PANEL;
		int height = bottom + 24;
		line("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
				+ "font-family=\"sans-serif\" font-size=\"12\" fill=\"#1f2328\">", width, height, width, height);
		line("<title>CPU and bytes of a request, compared with the bare application</title>");
		line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
		legend();
		for (int i = 0; i < this.options.endpoints.size(); i++) {
			line("<text x=\"12\" y=\"%d\" font-weight=\"bold\">/%s</text>", TOP + i * group() + group() / 2 - 2,
					this.options.endpoints.get(i));
		}
		panel(LABELS, bottom, "CPU of a request, bare application = 1", "cpu_us");
		panel(LABELS + PANEL, bottom, "Bytes of a request, bare application = 1", "bytes");
		line("</svg>");
		return this.text.toString();
	}

	private int group() {
		return this.variants.size() * BAR + GROUP_GAP;
	}

	private void legend() {
		for (int i = 0; i < this.variants.size(); i++) {
			int x = LABELS + i * 140;
			line("<rect x=\"%d\" y=\"16\" width=\"12\" height=\"12\" fill=\"%s\"/>", x, color(i));
			line("<text x=\"%d\" y=\"27\">%s</text>", x + 18, this.variants.get(i));
		}
	}

	private void panel(int x, int bottom, String title, String figure) {
		line("<text x=\"%d\" y=\"58\" font-weight=\"bold\">%s</text>", x, title);
		for (int tick = 0; tick <= LONGEST; tick++) {
			int tickX = x + tick * UNIT;
			line("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>", tickX, TOP - 8, tickX, bottom,
					(tick == 1) ? "#1f2328" : "#d0d7de");
			line("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#57606a\">%d</text>", tickX, bottom + 15, tick);
		}
		for (int i = 0; i < this.options.endpoints.size(); i++) {
			for (int j = 0; j < this.variants.size(); j++) {
				Figure ratio = this.results.compare(this.variants.get(j), "bare", this.options.endpoints.get(i), figure,
						(a, b) -> a / b);
				if (ratio != null) {
					bar(x, TOP + i * group() + j * BAR, ratio.median(), color(j));
				}
			}
		}
	}

	private void bar(int x, int y, double ratio, String color) {
		int length = (int) Math.round(Math.min(ratio, LONGEST) * UNIT);
		line("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>", x, y, length, BAR - 2, color);
		line("<text x=\"%d\" y=\"%d\" font-size=\"11\">%s%.2f</text>", x + length + 5, y + BAR - 4,
				(ratio > LONGEST) ? "\u2192 " : "", ratio);
	}

	private static String color(int index) {
		return COLORS[index % COLORS.length];
	}

	private void line(String pattern, Object... arguments) {
		this.text.append(String.format(Locale.ROOT, pattern, arguments)).append('\n');
	}

}
