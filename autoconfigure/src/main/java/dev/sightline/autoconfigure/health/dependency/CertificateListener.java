package dev.sightline.autoconfigure.health.dependency;

/**
 * Hears of the certificates that are checked.
 */
interface CertificateListener {

	void added(String name, CertificateHealthIndicator indicator);

}
