"""CertDesk (证书补办服务台): lost, exchanged and wrong certificates, from a mail to a verified letter."""

__version__ = "0.1.0"
