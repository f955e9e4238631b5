from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ScheduleSlot',
            fields=[
                ('schedule', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('slot', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64)),
                ('payload', models.JSONField()),
                ('key', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(null=True)),
                ('worker', models.CharField(blank=True, default='', max_length=120)),
                ('last_error', models.CharField(blank=True, default='', max_length=400)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at', 'id'], name='job_due'), models.Index(fields=['state', 'key'], name='job_state_key'), models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['finished_at'], name='job_finished')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting'), models.Q(('key', ''), _negated=True)), fields=('key',), name='job_key_waits_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='job_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state__in', ('waiting', 'running'))), models.Q(models.Q(('state__in', ('waiting', 'running')), _negated=True), ('due_at__isnull', True)), _connector='OR'), name='job_due_while_open')],
            },
        ),
    ]
